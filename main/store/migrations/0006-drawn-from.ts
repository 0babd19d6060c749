// Which drawings a picture was made of. Pictures from before know nothing of it, and say so by an empty list.

export const drawnFrom = `
ALTER TABLE images ADD COLUMN drawn_from TEXT NOT NULL DEFAULT '[]';
`;
