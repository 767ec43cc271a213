/** A function that keeps what it made for an object, as long as the object lives. It must depend on the object alone. */
export function oncePer<Key extends object, Value>(make: (key: Key) => Value) {
  const made = new WeakMap<Key, { value: Value }>();
  return (key: Key): Value => {
    const known = made.get(key) ?? { value: make(key) };
    made.set(key, known);
    return known.value;
  };
}
