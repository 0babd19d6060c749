// The form survives a reload, also from a page that knew fewer fields.

import { beforeEach, expect, test } from 'vitest';
import { emptyForm, useCreateForm } from '../../../../renderer/state/create-form.ts';

beforeEach(() => {
  localStorage.clear();
  useCreateForm.setState({ values: emptyForm, past: [], future: [], typing: null, advancedOpen: false });
});

test('what is typed is there after a reload', async () => {
  useCreateForm.getState().change({ prompt: 'an owl', seed: '7', seedLocked: true });
  useCreateForm.getState().setAdvancedOpen(true);
  const stored = localStorage.getItem('tessera.create');
  useCreateForm.setState({ values: emptyForm, advancedOpen: false });
  localStorage.setItem('tessera.create', stored ?? '');
  await useCreateForm.persist.rehydrate();
  expect(useCreateForm.getState()).toMatchObject({
    values: { prompt: 'an owl', seed: '7', seedLocked: true },
    advancedOpen: true,
  });
});

test('fields that an older page did not store have their defaults', async () => {
  localStorage.setItem('tessera.create', JSON.stringify({ state: { values: { prompt: 'an owl' } }, version: 1 }));
  await useCreateForm.persist.rehydrate();
  expect(useCreateForm.getState().values).toEqual({ ...emptyForm, prompt: 'an owl' });
});

test('back to defaults keeps the words, the model and the style', () => {
  useCreateForm
    .getState()
    .change({ prompt: 'an owl', negativePrompt: 'rain', steps: '30', width: '640', seedLocked: true });
  useCreateForm.getState().resetSettings();
  expect(useCreateForm.getState().values).toEqual({ ...emptyForm, prompt: 'an owl', negativePrompt: 'rain' });
});

const { change, undo, redo } = useCreateForm.getState();
const values = () => useCreateForm.getState().values;

test('words typed letter by letter are one step to undo, each choice is one of its own', () => {
  change({ prompt: 'a' });
  change({ prompt: 'an' });
  change({ count: 2 });
  change({ count: 1 });
  undo();
  expect(values()).toMatchObject({ prompt: 'an', count: 2 });
  undo();
  undo();
  expect(values()).toEqual(emptyForm);
  redo();
  expect(values().prompt).toBe('an');
});

test('typing after an undo begins a new step', () => {
  change({ prompt: 'a' });
  change({ count: 2 });
  undo();
  change({ prompt: 'ab' });
  undo();
  expect(values().prompt).toBe('a');
});

test('back to defaults can be undone, and what changes nothing is no step', () => {
  change({ steps: '30' });
  useCreateForm.getState().resetSettings();
  change({ steps: '' });
  undo();
  expect(values().steps).toBe('30');
});
