// XMP's texts: the few properties in which tools of the field keep their settings. ISO 16684-1.

import type { MetadataTexts } from './metadata-texts.ts';

const properties = {
  'exif:UserComment': 'UserComment',
  'dc:description': 'Description',
  'xmp:CreatorTool': 'CreatorTool',
  'tessera:recipe': 'tessera',
  'tessera:parameters': 'parameters',
} as const;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Found by searching, not by a parser of XML: there is nothing to be expanded, and every step goes forward. */
export function readXmp(packet: string, texts: MetadataTexts): void {
  for (const [name, key] of Object.entries(properties)) {
    const text = element(packet, name) ?? attribute(packet, name);
    if (text !== null && text !== '') texts.add({ place: 'xmp', key, text: unescaped(text) });
  }
}

/** `<name><rdf:Alt><rdf:li ...>text</rdf:li></rdf:Alt></name>`, or `<name>text</name>` */
function element(packet: string, name: string): string | null {
  const opening = packet.indexOf(`<${name}`);
  const start = opening < 0 ? -1 : packet.indexOf('>', opening);
  const end = start < 0 ? -1 : packet.indexOf(`</${name}>`, start);
  if (end < 0) return null;
  const inside = packet.slice(start + 1, end);
  const item = inside.indexOf('<rdf:li');
  if (item < 0) return inside.includes('<') ? null : inside.trim();
  const itemStart = inside.indexOf('>', item);
  const itemEnd = inside.indexOf('</rdf:li>', itemStart);
  return itemStart < 0 || itemEnd < 0 ? null : inside.slice(itemStart + 1, itemEnd);
}

/** `name="text"` */
function attribute(packet: string, name: string): string | null {
  const start = packet.indexOf(`${name}="`);
  const end = start < 0 ? -1 : packet.indexOf('"', start + name.length + 2);
  return end < 0 ? null : packet.slice(start + name.length + 2, end);
}

function unescaped(text: string): string {
  return text.replaceAll(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{2,4});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
