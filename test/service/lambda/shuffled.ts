/** The same order for the same seed (a linear congruential generator under Fisher and Yates). */
export function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const left = [...items];
  const order: T[] = [];
  let state = seed;
  while (left.length > 0) {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    order.push(...left.splice(Math.floor((state / 4_294_967_296) * left.length), 1));
  }
  return order;
}
