// Without letters and digits that look like another one: five bits each.
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password that nobody guesses and everybody can copy from paper: four groups of four letters, 79 bits. */
export function newPassword(): string {
  const groups: string[] = [];
  while (groups.length < 4) {
    let group = '';
    while (group.length < 4) {
      const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
      // Every letter equally often: what is left over of a byte is thrown away.
      if (byte < letters.length * 8) group += letters[byte % letters.length] ?? '';
    }
    groups.push(group);
  }
  return groups.join('-');
}
