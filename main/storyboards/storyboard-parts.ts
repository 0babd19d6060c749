// What the services of storyboards are made of.

import type { Settings } from '../../shared/domain/settings.ts';
import type { ProjectLook } from '../../shared/domain/storyboard.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import type { JobService } from '../jobs/job-service.ts';
import type { ImageFiles } from '../library/image-files.ts';
import type { Network } from '../network/network.ts';
import type { Store } from '../store/database.ts';
import type { ProjectTable } from '../store/project-table.ts';
import type { SequenceTable } from '../store/sequence-table.ts';
import type { ShotTable } from '../store/shot-table.ts';

export interface StoryboardParts {
  readonly home: string;
  readonly store: Store;
  readonly tables: { readonly projects: ProjectTable; readonly sequences: SequenceTable; readonly shots: ShotTable };
  readonly jobs: JobService;
  readonly files: ImageFiles;
  readonly engine: Engine;
  readonly events: EventHub;
  readonly network: Network;
  readonly settings: () => Settings;
  readonly log: (line: string) => void;
  readonly newId: () => string;
  /** ISO 8601. */
  readonly now: () => string;
  /** @throws MODEL_NOT_FOUND, STYLE_NOT_FOUND, SIZE_NOT_SUPPORTED when no picture could be drawn with it */
  readonly assertLook: (look: ProjectLook) => void;
}
