/** Draws that are the same ones for the same seed. */
export class Draw {
  #state: number

  /** @param number which scenario of the seed: each can be made without those before it */
  constructor(seed: number, number: number) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) | 0
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#next() * list.length)]!
  }

  chance(probability: number): boolean {
    return this.#next() < probability
  }

  /** A list of this, or an empty one. */
  maybe<T>(probability: number, make: () => T): readonly T[] {
    return this.chance(probability) ? [make()] : []
  }

  /** From 0 up to 1: mulberry32. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
