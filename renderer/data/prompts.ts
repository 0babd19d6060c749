// What screens ask about a prompt while it is written; the words are asked about once they rest.

import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ModelId } from '../../shared/domain/ids.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { queryKeys } from './query-keys.ts';

/** Between two words of somebody who writes quickly. */
const restMs = 300;
const previews = 3;
const pastPrompts = 100;

/** The value as it was when it last stood still for a moment. */
export function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

export function usePromptTokens(prompt: string, model: ModelId | null) {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.promptTokens(prompt, model),
    queryFn: prompt === '' || model === null ? skipToken : () => bridge.call('prompt.tokens', { prompt, model }),
    placeholderData: keepPreviousData,
  });
}

/** @param when whether there is anything to resolve in the words */
export function usePromptPreview(words: { prompt: string; negativePrompt: string }, when: { readonly ready: boolean }) {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.promptPreview(words.prompt, words.negativePrompt),
    queryFn: when.ready ? () => bridge.call('prompt.preview', { ...words, count: previews }) : skipToken,
    // The user's wildcard files may have changed since.
    staleTime: 0,
  });
}

export function usePromptHistory(search: string, when: { readonly ready: boolean }) {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.promptHistory(search),
    queryFn: when.ready ? () => bridge.call('prompt.history', { search, limit: pastPrompts }) : skipToken,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
}

export function useWildcardNames(when: { readonly ready: boolean }) {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.wildcards,
    queryFn: when.ready ? () => bridge.call('prompt.wildcards', {}) : skipToken,
    // Files of the user's, which appear without anyone saying so.
    staleTime: 0,
  });
}

/** @param recipe as JSON, so that equal ones are one question; null asks nothing */
export function usePreflight(recipe: string | null) {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.preflight(recipe ?? ''),
    queryFn:
      recipe === null
        ? skipToken
        : () => bridge.call('generation.preflight', { recipe: JSON.parse(recipe) as Omit<Recipe, 'prompt'> }),
    staleTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  });
}
