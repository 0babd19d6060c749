// A studio of the unit tests with storyboards in it, over a real database and the fake engine.

import { openStoryboards } from '../../../../main/storyboards/open-storyboards.ts';
import type { ProjectId, SequenceId } from '../../../../shared/domain/ids.ts';
import type { Sequence } from '../../../../shared/domain/storyboard.ts';
import { openStudio } from '../fixtures.ts';

export function openBoardStudio(home?: string) {
  const studio = openStudio(home);
  let ids = 0;
  let seconds = 0;
  const boards = openStoryboards({
    home: studio.home,
    store: studio.store,
    jobs: studio.jobs,
    files: studio.files,
    engine: studio.engine,
    events: studio.events,
    network: studio.network,
    settings: studio.settings.get,
    log: studio.logger.line,
    newId: () => `id-${Date.now()}-${(ids += 1)}`,
    now: () => new Date(Date.parse('2026-11-21T12:00:00Z') + (seconds += 1) * 1000).toISOString(),
    assertLook: ({ model }) => void studio.models.get(model ?? undefined),
  });
  const look = { model: null, aspect: null, style: null };
  const project = (name = 'A film') => boards.projects.create({ name, description: '', look }).id;
  const generate = (id: ProjectId, shotCount = 3): Sequence =>
    boards.sequences.generate({ id: undefined, project: id, prompt: 'a fox', shotCount, name: undefined }, 'test');

  /** The sequence once it is in one of these states. */
  async function reached(id: SequenceId, states: readonly Sequence['state'][]): Promise<Sequence> {
    for (;;) {
      const sequence = boards.sequences.get(id);
      if (states.includes(sequence.state)) return sequence;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  const order = (id: ProjectId): string[] => boards.shots.ofProject(id).map((shot) => shot.shotType);
  return { ...studio, boards, project, generate, reached, order };
}
