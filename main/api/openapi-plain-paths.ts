// The paths of the local API that are neither calls nor operations of a dialect: pictures, events, the session, webhooks.

import { z } from 'zod';
import { Source } from '../../shared/contract/sources.ts';
import { RecalledPicture } from '../../shared/domain/recalled.ts';
import { WebhookPayload } from '../../shared/domain/sync-webhook.ts';

const plainRefusal = { 'application/json': { schema: { $ref: '#/components/schemas/PlainRefusal' } } };

const refusals = {
  '401': { description: 'No token, or a wrong one.', content: plainRefusal },
  '403': { description: 'The token may not do this.', content: plainRefusal },
  '429': { description: 'Too many requests.', content: plainRefusal },
};

const notFound = { description: 'There is no such picture.', content: plainRefusal };

const imageId = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', pattern: '^[A-Za-z0-9._-]+$', maxLength: 128 },
};

function picture(mediaType: string) {
  return { [mediaType]: { schema: { type: 'string', contentMediaType: mediaType } } };
}

function json(properties: Record<string, object>) {
  return { 'application/json': { schema: { type: 'object', properties, required: Object.keys(properties) } } };
}

const tooLarge = { description: 'The body is too large.', content: plainRefusal };

function inlined(schema: z.ZodType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

export const plainPaths = {
  '/image/{id}': {
    get: {
      operationId: 'image',
      summary: 'A finished picture, or a thumbnail of it.',
      tags: ['studio'],
      parameters: [
        imageId,
        {
          name: 'w',
          in: 'query',
          description: 'Width of a thumbnail; without it the picture itself.',
          schema: { type: 'integer', minimum: 16, maximum: 2048 },
        },
        {
          name: 'format',
          in: 'query',
          description: 'Another format than PNG; not together with w.',
          schema: { type: 'string', enum: ['png', 'jpeg', 'webp'] },
        },
      ],
      responses: {
        '200': {
          description: 'The picture.',
          content: { ...picture('image/png'), ...picture('image/webp'), ...picture('image/jpeg') },
        },
        ...refusals,
        '404': notFound,
      },
    },
  },
  '/preview/{id}': {
    get: {
      operationId: 'preview',
      summary: 'The newest live preview of a picture that is being made.',
      tags: ['studio'],
      parameters: [
        imageId,
        {
          name: 'v',
          in: 'query',
          description: 'The version an event named; it only keeps caches apart.',
          schema: { type: 'integer' },
        },
      ],
      responses: {
        '200': { description: 'The preview.', content: picture('image/png') },
        ...refusals,
        '404': notFound,
      },
    },
  },
  '/export/{file}': {
    get: {
      operationId: 'export',
      summary: 'A contact sheet or animatic that was exported.',
      tags: ['studio'],
      parameters: [{ name: 'file', in: 'path', required: true, schema: { type: 'string' } }],
      responses: {
        '200': {
          description: 'The file.',
          content: { ...picture('image/png'), ...picture('image/webp'), ...picture('application/pdf') },
        },
        ...refusals,
        '404': { description: 'There is no such export.', content: plainRefusal },
      },
    },
  },
  '/source': {
    post: {
      operationId: 'source.put',
      summary: 'Hand in a picture to start from; the body is the file itself.',
      tags: ['studio'],
      requestBody: { required: true, content: picture('application/octet-stream') },
      responses: {
        '200': {
          description: 'It is kept under the hash of what it shows.',
          content: json({ ok: { const: true }, value: inlined(Source) }),
        },
        '400': { description: 'It is no picture.', content: plainRefusal },
        ...refusals,
        '413': tooLarge,
      },
    },
  },
  '/source/{id}': {
    get: {
      operationId: 'source.get',
      summary: 'A picture that was handed in.',
      tags: ['studio'],
      parameters: [{ ...imageId, schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } }],
      responses: {
        '200': { description: 'The picture.', content: picture('image/png') },
        ...refusals,
        '404': notFound,
      },
    },
  },
  '/recall': {
    post: {
      operationId: 'recall',
      summary: 'What a picture of any tool says of how it was made; the body is the file itself, and nothing is kept.',
      tags: ['studio'],
      requestBody: { required: true, content: picture('application/octet-stream') },
      responses: {
        '200': {
          description: 'Its settings in one form, with what is installed of what they name.',
          content: json({ ok: { const: true }, value: inlined(RecalledPicture) }),
        },
        '400': { description: 'It is no picture.', content: plainRefusal },
        ...refusals,
        '413': tooLarge,
      },
    },
  },
  '/events': eventStream('events'),
  '/api/events': eventStream('api.events'),
  '/session': {
    post: {
      operationId: 'session',
      summary: 'Trade a bearer token for a session cookie.',
      tags: ['studio'],
      responses: {
        '200': {
          description: 'The cookie is set.',
          content: json({
            access: { type: 'array', items: { type: 'string', enum: ['read', 'write', 'admin'] } },
            expiresAt: { type: 'string', format: 'date-time' },
          }),
        },
        ...refusals,
      },
    },
  },
  '/api/webhooks/image-completion': {
    post: {
      operationId: 'webhooks.receive',
      summary: 'Take a webhook of a remote backend, once per job and status.',
      description: 'X-Webhook-Secret stands for a token; X-Tessera-Signature is checked when it is sent.',
      tags: ['studio'],
      security: [],
      parameters: [
        { name: 'X-Webhook-Secret', in: 'header', required: true, schema: { type: 'string' } },
        { name: 'X-Tessera-Signature', in: 'header', schema: { type: 'string' } },
      ],
      requestBody: { required: true, content: { 'application/json': { schema: inlined(WebhookPayload) } } },
      responses: {
        '200': {
          description: 'It is kept.',
          content: json({
            received: { type: 'boolean' },
            job_id: { type: 'string' },
            status: { type: 'string' },
            duplicate: { type: 'boolean' },
          }),
        },
        '400': { description: 'The payload is wrong; the message names the field.', content: plainRefusal },
        ...refusals,
        '401': { description: 'No secret, or a wrong one.', content: plainRefusal },
        '413': tooLarge,
      },
    },
  },
};

function eventStream(operationId: string) {
  return {
    get: {
      operationId,
      summary: 'What happens, as server-sent events.',
      description:
        'Each message has the sequence as its id, the name of the event, and as data {name, data, sequence}; the schemas ' +
        'are under components, named Event.<name>. The event `resync` says that too much was missed: read everything anew.',
      tags: ['studio'],
      parameters: [
        {
          name: 'names',
          in: 'query',
          description: 'Only these events, separated by commas.',
          schema: { type: 'string' },
        },
        { name: 'job', in: 'query', description: 'Only the events of this job.', schema: { type: 'string' } },
        { name: 'Last-Event-ID', in: 'header', description: 'Resume after this event.', schema: { type: 'integer' } },
      ],
      responses: {
        '200': {
          description: 'A stream without end.',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
        ...refusals,
      },
    },
  };
}
