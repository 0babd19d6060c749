// What the storyboard screens read and do; boards are read again when the studio says that one changed.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CallInput } from '../../shared/contract/index.ts';
import type { ProjectId } from '../../shared/domain/ids.ts';
import type { Storyboard } from '../../shared/domain/storyboard.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useFailureToast } from './job-actions.ts';
import { queryKeys } from './query-keys.ts';

export function useProjects() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.projects, queryFn: () => bridge.call('storyboards.list', {}) });
}

export function useBoard(id: ProjectId) {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.board(id), queryFn: () => bridge.call('storyboards.get', { id }) });
}

export function useCreateProject() {
  const bridge = useBridge();
  return useMutation({
    mutationFn: (input: CallInput<'storyboards.create'>) => bridge.call('storyboards.create', input),
  });
}

export function useGenerateSequence() {
  const bridge = useBridge();
  return useMutation({
    mutationFn: (input: CallInput<'sequences.generate'>) => bridge.call('sequences.generate', input),
  });
}

/** Changes a shot; a new place shows at once, before the studio has answered. */
export function useUpdateShot(project: ProjectId) {
  const bridge = useBridge();
  const cache = useQueryClient();
  const fail = useFailureToast();
  const board = queryKeys.board(project);
  return useMutation({
    mutationFn: (input: CallInput<'shots.update'>) => bridge.call('shots.update', input),
    onMutate: ({ id, orderIndex }) => {
      if (orderIndex === undefined) return;
      cache.setQueryData<Storyboard>(board, (known) => known && withShotAt(known, id, orderIndex));
    },
    onError: (error) => {
      fail(error);
      void cache.invalidateQueries({ queryKey: board });
    },
  });
}

/** The board with a shot taken out and put back at a place; every place is counted anew. */
export function withShotAt(board: Storyboard, id: string, orderIndex: number): Storyboard {
  const moved = board.shots.find((shot) => shot.id === id);
  if (moved === undefined) return board;
  const others = board.shots.filter((shot) => shot.id !== id);
  const shots = [...others.slice(0, orderIndex), moved, ...others.slice(orderIndex)];
  return { ...board, shots: shots.map((shot, place) => ({ ...shot, orderIndex: place })) };
}
