// The handlers of the calls about what computes.

import type { ModelId } from '../../shared/domain/ids.ts';
import type { Handlers } from '../handler-table.ts';
import type { ModelService } from '../models/model-service.ts';
import type { ProviderService } from './provider-service.ts';

export function providerHandlers(
  providers: ProviderService,
  models: Pick<ModelService, 'get'>,
): Pick<Handlers, 'providers.get' | 'providers.probe'> {
  const answer = (model: ModelId | undefined) => ({
    findings: providers.findings(),
    choice: providers.of(models.get(model).id),
  });
  return {
    'providers.get': ({ model }) => answer(model),
    'providers.probe': async ({ model }) => {
      await providers.probe();
      return answer(model);
    },
  };
}
