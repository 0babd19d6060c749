"""Says what a drawing shows: label, tags and category from emojibase where the name is an emoji's, else from the name itself."""
import re
import unicodedata

TONES = ('light', 'medium-light', 'medium', 'medium-dark', 'dark')
# Variants and signs that no prompt asks for: they would crowd out the drawings of things.
USELESS_NAME = re.compile(
    r'^flag(?!-in-hole)|-flag$|keycap|regional-indicator|skin-tone|(^|-)button$|squared|^clock\d|'
    r'^(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)-(oclock|thirty)$|^\d+$|^[a-z]$|^(letter|input)-|ideograph'
)
USELESS_GROUPS = (2, 9)  # components (hair, skin), flags
CATEGORIES = {
    0: 'Smileys & Emotion', 1: 'People & Body', 3: 'Animals & Nature', 4: 'Food & Drink',
    5: 'Travel & Places', 6: 'Activities', 7: 'Objects', 8: 'Symbols',
}


def slug(text: str) -> str:
    """"Woman’s hat" -> womans-hat, as the icon sets write names."""
    plain = unicodedata.normalize('NFKD', text.lower()).encode('ascii', 'ignore').decode()
    return re.sub(r'[^a-z0-9]+', '-', plain.replace("'", '')).strip('-')


class Captions:
    """Looks emoji up by code point or by name; spelled together too, because some sets drop the hyphens."""

    def __init__(self, emoji: list[dict]):
        self.by_code = {code_key(e['hexcode']): e for e in emoji}
        self.by_name = {}
        self.by_joined = {}
        for entry in emoji:
            name = slug(entry['label'])
            self.by_name.setdefault(name, entry)
            self.by_joined.setdefault(name.replace('-', ''), entry)

    def describe(self, name: str, *, codes: list[str], names: set[str], category: str) -> dict | None:
        """Returns label, tags, category and whether emojibase knew it; None for a drawing to leave out."""
        if category == 'Flags' or USELESS_NAME.search(name) or is_tone_variant(name, names):
            return None
        entry = self.by_name.get(name) or next((self.by_code[c] for c in map(code_key, codes) if c in self.by_code), None)
        entry = entry or self.by_joined.get(name.replace('-', ''))
        if entry is None:
            words = re.sub(r'-\d+$', '', name).replace('-', ' ')
            return {'label': words, 'tags': words.split(), 'cat': category, 'known': False}
        if entry.get('group', 2) in USELESS_GROUPS:
            return None
        return {'label': entry['label'], 'tags': entry.get('tags', []), 'cat': CATEGORIES[entry['group']], 'known': True}


def code_key(hexcode: str) -> str:
    """Variation selectors are written by some sets and not by others."""
    return '-'.join(part for part in hexcode.lower().split('-') if part != 'fe0f')


def is_tone_variant(name: str, names: set[str]) -> bool:
    """"police-officer-dark" is one because "police-officer" is drawn too; "traffic-light" is not."""
    return any(name.endswith('-' + tone) and name[: -len(tone) - 1] in names for tone in TONES)
