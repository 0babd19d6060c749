// What the contracts of the five systems promise, as a table: every operation, its group of limits, and each answer with its fields.

export interface Row {
  /** Method and path, as the OpenAPI document writes it. */
  readonly ask: string;
  readonly limit: Limit;
  /** What only this operation answers; what every operation answers alike stands in refusals.test.ts. */
  readonly answers: Readonly<Record<number, readonly string[]>>;
}

export type Limit = 'generation' | 'sequences' | 'audio' | 'llm' | 'projects' | 'shots' | 'other' | 'none';

const refusal = ['error', 'code'];

const generation = [
  'id',
  'prompt',
  'status',
  'progress',
  'grid_image_url',
  'upscale_1',
  'upscale_2',
  'upscale_3',
  'upscale_4',
  'error',
  'aspect_ratio',
  'style',
  'created_at',
  'updated_at',
  'completed_at',
];
const grid: readonly Row[] = [
  {
    ask: 'POST /generations',
    limit: 'generation',
    answers: { 201: generation.map((name) => `id.${name}`), 409: ['error'] },
  },
  { ask: 'GET /generations/{id}', limit: 'other', answers: { 200: generation, 404: ['error'] } },
  { ask: 'GET /generations/{id}/grid.png', limit: 'other', answers: { 200: [], 404: ['error'] } },
  { ask: 'DELETE /generations/{id}', limit: 'other', answers: { 200: ['message'], 404: ['error'] } },
  { ask: 'POST /generations/reset', limit: 'other', answers: { 200: ['message', 'count'], 500: ['error'] } },
];

const job: readonly Row[] = [
  { ask: 'POST /api/generate/single', limit: 'generation', answers: { 200: ['job_id', 'status'] } },
  {
    ask: 'GET /api/generate/status/{job_id}',
    limit: 'other',
    answers: {
      200: ['job_id', 'status', 'progress', 'result_images.0', 'error_message', 'created_at', 'completed_at'],
      404: refusal,
    },
  },
];

const image: readonly Row[] = [
  {
    ask: 'POST /api/images/generate',
    limit: 'generation',
    answers: { 202: ['job_id', 'status', 'message'], 402: refusal, 409: refusal },
  },
  {
    ask: 'GET /api/images/status/{job_id}',
    limit: 'other',
    answers: { 200: ['job_id', 'status', 'progress', 'message', 'images.0', 'error_message'], 404: refusal },
  },
  {
    ask: 'GET /health',
    limit: 'other',
    answers: {
      200: [
        'status',
        'environment',
        'version',
        'node_version',
        'auth_configured',
        's3_storage_configured',
        'webhook_enabled',
        'features.0',
        'image_generation_available',
        'video_generation_available',
        'secure_api_available',
      ],
    },
  },
];

const project = ['id', 'name', 'description', 'created_at', 'updated_at'];
const shot = ['id', 'project_id', 'order_index', 'name', 'prompt', 'duration_seconds', 'shot_type'];
const written = ['id', 'order_index', 'name', 'prompt', 'duration_seconds', 'shot_type'];
const sequence = [
  'job_id',
  'status',
  ...['id', 'project_id', 'name', 'prompt', 'total_duration'].map((name) => `result.${name}`),
  ...written.map((name) => `result.shots.0.${name}`),
];
const sound = [
  'id',
  'project_id',
  'type',
  'format',
  'duration_seconds',
  'file_size_bytes',
  'file_url',
  'sample_rate',
  'channels',
  'status',
];
const storyboards: readonly Row[] = [
  { ask: 'GET /api/projects', limit: 'projects', answers: { 200: ['projects.0.id', 'total'] } },
  { ask: 'POST /api/projects', limit: 'projects', answers: { 201: project } },
  { ask: 'GET /api/projects/{id}', limit: 'projects', answers: { 200: project, 404: refusal } },
  { ask: 'PATCH /api/projects/{id}', limit: 'projects', answers: { 200: project, 404: refusal } },
  { ask: 'PUT /api/projects/{id}', limit: 'projects', answers: { 200: project, 404: refusal } },
  { ask: 'DELETE /api/projects/{id}', limit: 'projects', answers: { 200: ['message'], 404: refusal } },
  {
    ask: 'GET /api/projects/{id}/shots',
    limit: 'shots',
    answers: { 200: ['total', ...shot.map((name) => `shots.0.${name}`)], 404: refusal },
  },
  { ask: 'POST /api/projects/{id}/shots', limit: 'shots', answers: { 201: shot, 404: refusal } },
  { ask: 'GET /api/shots/{id}', limit: 'shots', answers: { 200: shot, 404: refusal } },
  { ask: 'PATCH /api/shots/{id}', limit: 'shots', answers: { 200: shot, 404: refusal } },
  { ask: 'PUT /api/shots/{id}', limit: 'shots', answers: { 200: shot, 404: refusal } },
  { ask: 'DELETE /api/shots/{id}', limit: 'shots', answers: { 200: ['message'], 404: refusal } },
  {
    ask: 'POST /api/sequences/generate',
    limit: 'sequences',
    answers: { 202: ['job_id', 'status'], 404: refusal, 409: refusal },
  },
  { ask: 'GET /api/sequences/{job_id}/status', limit: 'other', answers: { 200: sequence, 404: refusal } },
  { ask: 'POST /api/sequences/{job_id}/cancel', limit: 'other', answers: { 200: ['job_id', 'status'], 404: refusal } },
  { ask: 'POST /api/llm/generate', limit: 'llm', answers: { 200: ['task', 'source', 'text'] } },
  { ask: 'POST /api/audio/generate', limit: 'audio', answers: { 200: sound, 501: refusal } },
  { ask: 'GET /api/mock/generate-sequence', limit: 'other', answers: { 200: sequence } },
  { ask: 'GET /api/mock/audio-generate', limit: 'other', answers: { 200: sound } },
  { ask: 'GET /api/mock/audio/voice.wav', limit: 'other', answers: { 200: [] } },
  {
    ask: 'GET /api/mock/health',
    limit: 'other',
    answers: { 200: ['status', 'service', 'version', 'mode', 'timestamp'] },
  },
];

const operations: readonly Row[] = [
  { ask: 'GET /api/jobs/{id}/logs', limit: 'other', answers: { 200: ['logs', 'total_lines'] } },
  {
    ask: 'GET /api/stats',
    limit: 'other',
    answers: { 200: ['total_projects', 'total_shots', 'active_jobs', 'completed_jobs_today', 'storage_used_mb'] },
  },
  {
    ask: 'GET /api/health/detailed',
    limit: 'other',
    answers: {
      200: [
        'status',
        ...['database', 'storage', 'engine', 'ollama', 'comfyui'].flatMap((part) =>
          ['status', 'message', 'latency_ms'].map((name) => `services.${part}.${name}`),
        ),
        'uptime_seconds',
        'memory_usage_mb',
      ],
    },
  },
  {
    ask: 'POST /api/webhooks/image-completion',
    limit: 'other',
    answers: { 200: ['received', 'job_id', 'status', 'duplicate'], 401: refusal },
  },
  { ask: 'GET /api/events', limit: 'none', answers: { 200: [] } },
];

const openai: readonly Row[] = [
  { ask: 'POST /v1/images/generations', limit: 'generation', answers: { 200: ['created', 'data.0.b64_json'] } },
  { ask: 'POST /v1/images/edits', limit: 'generation', answers: { 200: ['created', 'data.0.b64_json'] } },
  { ask: 'POST /v1/images/variations', limit: 'generation', answers: { 200: ['created', 'data.0.url'] } },
  { ask: 'GET /v1/models', limit: 'other', answers: { 200: ['object', 'data.0.id', 'data.0.object'] } },
  { ask: 'GET /v1/models/{model}', limit: 'other', answers: { 200: ['id', 'object'], 404: ['error.message'] } },
];

const drawn = ['images.0', 'parameters', 'info'];
const list = (name: string, fields: readonly string[] = []): Row => ({
  ask: `GET /sdapi/v1/${name}`,
  limit: 'other',
  answers: { 200: fields },
});
const a1111: readonly Row[] = [
  { ask: 'POST /sdapi/v1/txt2img', limit: 'generation', answers: { 200: drawn } },
  { ask: 'POST /sdapi/v1/img2img', limit: 'generation', answers: { 200: drawn } },
  { ask: 'POST /sdapi/v1/extra-single-image', limit: 'generation', answers: { 200: ['html_info', 'image'] } },
  { ask: 'POST /sdapi/v1/extra-batch-images', limit: 'generation', answers: { 200: ['html_info', 'images.0'] } },
  { ask: 'POST /sdapi/v1/png-info', limit: 'other', answers: { 200: ['info', 'items', 'parameters'] } },
  list('progress', [
    'progress',
    'eta_relative',
    ...['skipped', 'interrupted', 'stopping_generation', 'job', 'job_count', 'job_timestamp', 'job_no'].map(
      (name) => `state.${name}`,
    ),
    'state.sampling_step',
    'state.sampling_steps',
    'current_image',
    'textinfo',
  ]),
  { ask: 'POST /sdapi/v1/interrupt', limit: 'other', answers: { 200: [] } },
  { ask: 'POST /sdapi/v1/skip', limit: 'other', answers: { 200: [] } },
  list('samplers', ['0.name', '0.aliases', '0.options']),
  list('schedulers', ['0.name', '0.label']),
  list('upscalers', ['0.name', '0.model_name', '0.scale']),
  list('sd-models', ['0.title', '0.model_name', '0.hash', '0.sha256', '0.filename', '0.config']),
  list('sd-vae'),
  list('sd-modules'),
  list('loras'),
  list('embeddings', ['loaded', 'skipped']),
  list('prompt-styles', ['0.name', '0.prompt', '0.negative_prompt']),
  list('memory', ['ram', 'cuda']),
  list('cmd-flags', ['api']),
  list('scripts', ['txt2img', 'img2img']),
  list('script-info'),
  list('options', ['sd_model_checkpoint']),
  { ask: 'POST /sdapi/v1/options', limit: 'other', answers: { 200: [], 404: ['error'] } },
  { ask: 'POST /sdapi/v1/refresh-checkpoints', limit: 'other', answers: { 200: [] } },
];

export const contractTable: readonly Row[] = [
  ...grid,
  ...job,
  ...image,
  ...storyboards,
  ...operations,
  ...openai,
  ...a1111,
];
