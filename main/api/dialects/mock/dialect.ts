// Made-up answers for those who build against the storyboard dialect: one sequence, one sound, always the same.

import { z } from 'zod';
import { TesseraError } from '../../../../shared/errors.ts';
import { type Dialect, endpoint, say } from '../endpoint.ts';
import { plainRefusal } from '../plain-refusal.ts';
import { SequenceStatus } from '../storyboards/shapes.ts';
import { mockVoice, mockVoiceFormat } from './voice.ts';

const mockVoicePath = '/api/mock/audio/voice.wav';

const AudioJob = z.strictObject({
  id: z.string(),
  project_id: z.string(),
  type: z.literal('voice'),
  format: z.literal('wav'),
  duration_seconds: z.number(),
  file_size_bytes: z.int(),
  file_url: z.string(),
  sample_rate: z.literal(44_100),
  channels: z.literal(2),
  status: z.literal('completed'),
});

const MockHealth = z.strictObject({
  status: z.literal('healthy'),
  service: z.string(),
  version: z.string(),
  mode: z.literal('mock'),
  timestamp: z.string(),
});

const AudioQuestion = z.strictObject({
  project_id: z.string().min(1).max(128).optional(),
  prompt: z.string().max(4000).optional(),
  text: z.string().max(4000).optional(),
  type: z.enum(['voice', 'music', 'effect']).optional(),
});

const madeUp = '2026-01-01T00:00:00.000Z';

const mockSequence: z.infer<typeof SequenceStatus> = {
  job_id: 'mock-sequence',
  project_id: 'mock-project',
  status: 'completed',
  progress: 1,
  result: {
    id: 'mock-sequence',
    project_id: 'mock-project',
    name: 'Mock sequence',
    prompt: 'a fox crosses a frozen river',
    total_duration: 8,
    shots: [
      {
        id: 'mock-shot-1',
        order_index: 0,
        name: 'Establishing shot',
        prompt: 'wide establishing shot of a fox crosses a frozen river',
        duration_seconds: 5,
        shot_type: 'establishing',
      },
      {
        id: 'mock-shot-2',
        order_index: 1,
        name: 'Action',
        prompt: 'dynamic action shot of a fox crosses a frozen river',
        duration_seconds: 3,
        shot_type: 'action',
      },
    ],
  },
  error_message: null,
  created_at: madeUp,
};

function mockAudio(): z.infer<typeof AudioJob> {
  return {
    id: 'mock-audio',
    project_id: 'mock-project',
    type: 'voice',
    format: 'wav',
    duration_seconds: mockVoiceFormat.durationSeconds,
    file_size_bytes: mockVoice().length,
    file_url: mockVoicePath,
    sample_rate: mockVoiceFormat.sampleRate,
    channels: mockVoiceFormat.channels,
    status: 'completed',
  };
}

/** @param mock whether the studio was started to answer with made-up things where it has no real ones */
export function mockDialects({ version, mock }: { readonly version: string; readonly mock: boolean }): Dialect[] {
  const made = (path: string, id: string, summary: string, reply: { schema: z.ZodType; make: () => unknown }) =>
    endpoint({
      method: 'GET',
      path,
      id,
      summary,
      answers: { 200: { description: 'Made up.', schema: reply.schema } },
      handle: () => say(200, reply.make()),
    });
  return [
    {
      tag: 'mock',
      description: 'Made-up answers to build against, always the same.',
      refusal: plainRefusal,
      endpoints: [
        made('/api/mock/generate-sequence', 'mock.sequence', 'A completed sequence of two shots.', {
          schema: SequenceStatus,
          make: () => mockSequence,
        }),
        made('/api/mock/audio-generate', 'mock.audio', 'A completed sound.', { schema: AudioJob, make: mockAudio }),
        endpoint({
          method: 'GET',
          path: mockVoicePath,
          id: 'mock.voice',
          summary: 'The sound itself.',
          answers: { 200: { description: 'It plays for two seconds.', mediaType: 'audio/wav' } },
          handle: () => ({ status: 200, bytes: mockVoice(), type: 'audio/wav' }),
        }),
        {
          ...made('/api/mock/health', 'mock.health', 'That the mock answers.', {
            schema: MockHealth,
            make: () => ({
              status: 'healthy',
              service: 'tessera',
              version,
              mode: 'mock',
              timestamp: new Date().toISOString(),
            }),
          }),
          open: true,
        },
      ],
    },
    {
      tag: 'audio',
      description: 'Sound: not made by this studio.',
      refusal: plainRefusal,
      endpoints: [
        endpoint({
          method: 'POST',
          path: '/api/audio/generate',
          id: 'api.audio.generate',
          summary: 'A made-up sound in mock mode.',
          limit: 'audio',
          body: AudioQuestion,
          answers: {
            200: { description: 'A completed job.', schema: AudioJob },
            501: { description: 'This studio makes no sound.' },
          },
          handle() {
            if (mock) return say(200, mockAudio());
            throw new TesseraError(
              'NOT_IMPLEMENTED',
              'Tessera makes pictures and no sound yet. Start it with `tessera serve --mock` for a made-up sound to build against.',
            );
          },
        }),
      ],
    },
  ];
}
