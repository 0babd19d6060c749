// Which node of a graph feeds which: every name is made once and nothing waits for itself, or it is no graph that can run.

import { ProtobufError } from './protobuf-reader.ts';

export interface Wiring {
  /** @throws ProtobufError for a second input of that name */
  input(name: string): void;
  /** @throws ProtobufError for a second weight of that name; old exporters list weights as inputs too. */
  weight(name: string): void;
  /** @throws ProtobufError when something else makes one of these outputs already */
  node(inputs: readonly string[], outputs: readonly string[]): void;
  /** Whether something here gives that name. */
  has(name: string): boolean;
  /**
   * The names read here that nothing here makes: for the branch of a node, they come from around it.
   * @throws ProtobufError when nodes wait for one another in a circle
   */
  close(): ReadonlySet<string>;
}

export function createWiring(): Wiring {
  const inputs = new Set<string>();
  const weights = new Set<string>();
  const makers = new Map<string, number>();
  const readers: (readonly string[])[] = [];

  function once(known: ReadonlySet<string> | ReadonlyMap<string, unknown>, name: string): void {
    if (known.has(name)) throw new ProtobufError(`it gives the name "${name.slice(0, 100)}" twice`);
  }

  const given = (name: string) => inputs.has(name) || weights.has(name);

  return {
    input(name) {
      once(inputs, name);
      once(makers, name);
      inputs.add(name);
    },
    weight(name) {
      once(weights, name);
      once(makers, name);
      weights.add(name);
    },
    node(reads, makes) {
      for (const name of makes) {
        // An output nobody wants has no name.
        if (name === '') continue;
        once(inputs, name);
        once(weights, name);
        once(makers, name);
        makers.set(name, readers.length);
      }
      readers.push(reads.filter((name) => name !== ''));
    },
    has: (name) => makers.has(name) || given(name),
    close() {
      refuseCircles(readers, makers);
      return new Set(readers.flat().filter((name) => !makers.has(name) && !given(name)));
    },
  };
}

/** Takes away the nodes that wait for nothing until none is left (Kahn, "Topological sorting of large networks", CACM 1962). */
function refuseCircles(readers: readonly (readonly string[])[], makers: ReadonlyMap<string, number>): void {
  const waitsFor = readers.map(() => 0);
  const followers = readers.map((): number[] => []);
  for (const [node, names] of readers.entries()) {
    for (const name of new Set(names)) {
      const maker = makers.get(name);
      if (maker === undefined) continue;
      followers[maker]?.push(node);
      waitsFor[node] = (waitsFor[node] ?? 0) + 1;
    }
  }
  const free = [...waitsFor.keys()].filter((node) => waitsFor[node] === 0);
  for (let at = 0; at < free.length; at += 1) {
    for (const follower of followers[free[at] ?? 0] ?? []) {
      waitsFor[follower] = (waitsFor[follower] ?? 0) - 1;
      if (waitsFor[follower] === 0) free.push(follower);
    }
  }
  if (free.length < readers.length) throw new ProtobufError('its nodes wait for one another in a circle');
}
