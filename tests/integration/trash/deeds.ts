// What is done to pictures until the end comes, and the points at which it may come from within.

export const deeds = ['trash', 'trash', 'restore', 'purge'] as const;
export type Deed = (typeof deeds)[number];

/** Each stands between two steps that a crash must not part: records, then files, then the note that they were to go. */
export const weaknesses = ['before-commit', 'after-commit', 'before-removal', 'during-removal'] as const;
export type Weakness = (typeof weaknesses)[number];
