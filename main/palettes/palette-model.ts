// A palette as a model: what may be asked of it is what may be asked of the model it extends.

import type { Model } from '../../shared/domain/model.ts';
import { mockManifest } from '../models/mock-manifest.ts';
import { packFileName, type StoredPalette } from './palette-shelf.ts';

/** @param base the model it extends; null when that is not installed */
export function paletteModel(palette: StoredPalette, base: Model | null): Model {
  const { id, folder, facts, sizeBytes } = palette;
  const { name, author, licenceNote, pictures } = facts;
  const usable = base !== null && base.problem === null && base.manifest.family === 'exemplar';
  // Nothing is drawn without the base; a model of the list has capabilities all the same.
  const { capabilities, sets } = (base ?? { manifest: mockManifest }).manifest;
  const own = {
    name: id,
    title: name,
    style: '',
    drawings: pictures.length,
    licence: licenceNote,
    author: author === '' ? name : author,
    source: null,
  };
  return {
    id,
    origin: 'palette',
    folder,
    manifest: {
      name,
      family: 'exemplar',
      description: '',
      licence: licenceNote,
      sizeBytes,
      capabilities,
      sets: usable ? [...sets, own] : [own],
      files: [{ path: packFileName, sizeBytes, sha256: null }],
    },
    problem: usable
      ? null
      : `This palette draws with the model ${facts.extends}, which is not here. Install that model, then it can be used again.`,
  };
}
