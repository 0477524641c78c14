/** For an operator whose webhooks nobody can use yet. */
export const keyless =
  'BRIDGE_API_KEY is not set, and callers may come from elsewhere: the webhooks answer 401 until it is.'
