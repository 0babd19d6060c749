// Made-up answers for those who build against the storyboard dialect: one sequence, one sound, always the same.

import { z } from 'zod';
import { TesseraError } from '../../shared/errors.ts';
import type { DialectRoute } from './dialect-route.ts';
import { SequenceStatus } from './storyboard-shapes.ts';
import { mockVoice, mockVoiceFormat } from './mock-voice.ts';

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
export function mockRoutes(options: { readonly version: string; readonly mock: boolean }): readonly DialectRoute[] {
  const common = { tag: 'mock', limit: 'other', method: 'GET', status: 200 } as const;
  return [
    {
      ...common,
      path: '/api/mock/generate-sequence',
      summary: 'A completed sequence of two shots.',
      answer: SequenceStatus,
      run: () => mockSequence,
    },
    {
      ...common,
      path: '/api/mock/audio-generate',
      summary: 'A completed sound.',
      answer: AudioJob,
      run: mockAudio,
    },
    {
      ...common,
      path: mockVoicePath,
      summary: 'The sound itself.',
      answer: null,
      run: ({ reply }) => {
        void reply.type('audio/wav');
        return mockVoice();
      },
    },
    {
      ...common,
      path: '/api/mock/health',
      summary: 'That the mock answers; asks for no token.',
      open: true,
      answer: MockHealth,
      run: () => ({
        status: 'healthy',
        service: 'tessera',
        version: options.version,
        mode: 'mock',
        timestamp: new Date().toISOString(),
      }),
    },
    {
      ...common,
      tag: 'audio',
      limit: 'audio',
      method: 'POST',
      path: '/api/audio/generate',
      summary: 'Sound: not made by this studio; a made-up one in mock mode.',
      body: AudioQuestion,
      answer: AudioJob,
      run: () => {
        if (options.mock) return mockAudio();
        throw new TesseraError(
          'NOT_IMPLEMENTED',
          'Tessera makes pictures and no sound yet. Start it with `tessera serve --mock` for a made-up sound to build against.',
        );
      },
    },
  ];
}
