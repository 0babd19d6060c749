// The four letters that mark a mock picture, five by seven dots each.

const letters = {
  M: ['#...#', '##.##', '#.#.#', '#.#.#', '#...#', '#...#', '#...#'],
  O: ['.###.', '#...#', '#...#', '#...#', '#...#', '#...#', '.###.'],
  C: ['.###.', '#...#', '#....', '#....', '#....', '#...#', '.###.'],
  K: ['#...#', '#..#.', '#.#..', '##...', '#.#..', '#..#.', '#...#'],
} as const;

const word = ['M', 'O', 'C', 'K'] as const;
const letterColumns = 6;

/** The word with one empty column between letters. */
export const wordColumns = word.length * letterColumns - 1;
export const wordRows = 7;

/** Whether the word has ink at a dot; outside it has none. */
export function wordHasInk(column: number, row: number): boolean {
  const letter = word[Math.floor(column / letterColumns)];
  return letter !== undefined && letters[letter][row]?.[column % letterColumns] === '#';
}
