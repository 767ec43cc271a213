/** The only upstream node in this role. Throws unless there is exactly one. */
export function upstreamOf<Node extends { role: string }>(
  { upstream }: { upstream: readonly Node[] },
  role: string,
): Node {
  const [match, second] = upstream.filter((node) => node.role === role);
  if (!match || second) throw new Error(`stage: expected one upstream node in the role ${role}`);
  return match;
}
