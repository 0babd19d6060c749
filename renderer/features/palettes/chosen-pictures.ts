// The pictures a new palette will be made of, while they are chosen and captioned.

import { useEffect, useRef, useState } from 'react';
import { captionOfFile, palettePicturesMax } from '../../../shared/domain/palette.ts';

export interface ChosenPicture {
  readonly key: string;
  readonly file: File;
  readonly caption: string;
  /** Where the page itself shows the file from; given back when the picture is taken away. */
  readonly address: string;
}

export interface ChosenPictures {
  readonly pictures: readonly ChosenPicture[];
  /** How many files were left out: no pictures, or more than a palette takes. */
  readonly refused: number;
  add(files: Iterable<File>): void;
  setCaption(key: string, caption: string): void;
  remove(key: string): void;
}

export function useChosenPictures(): ChosenPictures {
  const [pictures, setPictures] = useState<readonly ChosenPicture[]>([]);
  const [refused, setRefused] = useState(0);
  const shown = useRef(pictures);
  useEffect(() => {
    shown.current = pictures;
  });
  useEffect(() => () => shown.current.forEach(({ address }) => URL.revokeObjectURL(address)), []);

  return {
    pictures,
    refused,
    add(files) {
      const given = [...files];
      const keyOf = ({ name, size, lastModified }: File) => `${name} ${size} ${lastModified}`;
      const known = new Set(pictures.map(({ key }) => key));
      const fresh = given.filter((file) => file.type.startsWith('image/') && !known.has(keyOf(file)));
      const room = fresh.slice(0, palettePicturesMax - pictures.length);
      setRefused(given.filter((file) => !file.type.startsWith('image/')).length + fresh.length - room.length);
      setPictures([
        ...pictures,
        ...room.map((file) => ({
          key: keyOf(file),
          file,
          caption: captionOfFile(file.name),
          address: URL.createObjectURL(file),
        })),
      ]);
    },
    setCaption(key, caption) {
      setPictures(pictures.map((picture) => (picture.key === key ? { ...picture, caption } : picture)));
    },
    remove(key) {
      const gone = pictures.find((picture) => picture.key === key);
      if (gone !== undefined) URL.revokeObjectURL(gone.address);
      setPictures(pictures.filter((picture) => picture.key !== key));
    },
  };
}
