// Its twin is core/puzzle.py: the smallest number that makes SHA-256(puzzle ":" number) begin with so many zero bits.
const AT_ONCE = 64;
const utf8 = new TextEncoder();

async function zeros(text) {
  const words = new DataView(await crypto.subtle.digest("SHA-256", utf8.encode(text)));
  return words.getUint32(0) === 0 ? 32 : Math.clz32(words.getUint32(0));
}

/** The answer, as text. `bits` is at most 32. Many tries are under way at once, so that the page stays alive between them. */
export async function solve(puzzle, bits) {
  for (let first = 0; ; first += AT_ONCE) {
    const tries = Array.from({ length: AT_ONCE }, (_, each) => zeros(`${puzzle}:${first + each}`));
    const found = (await Promise.all(tries)).findIndex((many) => many >= bits);
    if (found >= 0) {
      return String(first + found);
    }
  }
}
