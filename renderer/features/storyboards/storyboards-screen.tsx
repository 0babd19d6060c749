// Storyboards: the list of projects, or the board of the one that the address names.

import { ProjectId } from '../../../shared/domain/ids.ts';
import { useScreenPart } from '../../state/screen.ts';
import { Board } from './board.tsx';
import { ProjectList } from './project-list.tsx';

export function StoryboardsScreen() {
  const named = ProjectId.safeParse(useScreenPart());
  return named.success ? <Board key={named.data} id={named.data} /> : <ProjectList />;
}
