// A small server that honours Ollama's POST /api/generate, as a process of its own; the model's name says how it behaves.

import { createServer } from 'node:http';

const shotOf = (name) => ({ name, prompt: `a picture of ${name}`, duration_seconds: 2, shot_type: 'wide' });

const answers = {
  obedient: (asked) => {
    const count = asked.format?.properties.shots.minItems ?? 0;
    return asked.format === undefined
      ? ` "${asked.prompt}, in the golden hour" `
      : JSON.stringify({ shots: Array.from({ length: count }, (_, place) => shotOf(`part ${place + 1}`)) });
  },
  'too-few': () => JSON.stringify({ shots: [shotOf('the only one')] }),
  'too-many': () => JSON.stringify({ shots: Array.from({ length: 30 }, (_, place) => shotOf(`part ${place + 1}`)) }),
  chatty: () => 'Sure! Here are your shots: ...',
  wordless: (asked) =>
    JSON.stringify({
      shots: Array.from({ length: asked.format.properties.shots.minItems }, () => ({ ...shotOf('x'), prompt: '  ' })),
    }),
  'long-seconds': (asked) =>
    JSON.stringify({
      shots: Array.from({ length: asked.format.properties.shots.minItems }, () => ({
        ...shotOf('x'),
        duration_seconds: 1e9,
      })),
    }),
};

const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  const send = (status, value) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
  if (request.method !== 'POST' || request.url !== '/api/generate') return send(404, { error: 'not found' });
  const asked = JSON.parse(body);
  // Ollama streams unless told not to; a client that forgets is not answered in one piece.
  if (asked.stream !== false) return send(400, { error: 'this server does not stream' });
  if (asked.model === 'silent') return;
  if (asked.model === 'cuts') return request.socket.destroy();
  if (asked.model === 'broken') return send(500, { error: 'out of memory' });
  if (asked.model === 'moved') {
    response.writeHead(302, { location: 'http://127.0.0.1:9/elsewhere' });
    return response.end();
  }
  if (asked.model === 'flood') return response.end('x'.repeat(2 << 20));
  if (asked.model === 'foreign') return send(200, { text: 'not Ollama' });
  const answer = answers[asked.model];
  if (answer === undefined) return send(404, { error: `model '${asked.model}' not found` });
  send(200, { model: asked.model, created_at: '2026-11-21T10:00:00Z', response: answer(asked), done: true });
});

server.listen(0, '127.0.0.1', () => console.log(server.address().port));
