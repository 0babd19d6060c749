// The storyboard dialect: projects and their shots, sequences, and the writing of shots, as operations onto the contract.

import type { Dialect, Endpoint } from '../endpoint.ts';
import { plainRefusal } from '../plain-refusal.ts';
import { projectEndpoints } from './projects.ts';
import { languageEndpoint, sequenceEndpoints } from './sequences.ts';
import { shotEndpoints } from './shots.ts';

export const storyboardDialects: readonly Dialect[] = [
  dialect('projects', 'Storyboards: each holds shots in order.', projectEndpoints),
  dialect('shots', 'The shots of a project, each with a picture.', shotEndpoints),
  dialect('sequences', 'One prompt on its way to becoming shots.', sequenceEndpoints),
  dialect('llm', 'Words only: by an Ollama server where one is set, by the built-in rules elsewhere.', [
    languageEndpoint,
  ]),
];

function dialect(tag: string, description: string, endpoints: readonly Endpoint[]): Dialect {
  return { tag, description, refusal: plainRefusal, endpoints };
}
