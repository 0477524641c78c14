declare const minted: unique symbol

/**
 * A clinic whose data the request may see. Minted only by the two doors that authenticate, `agents/agent-tokens.ts`
 * and `accounts/membership.ts`; every query about a clinic's things takes one, so a stranger's id cannot get in.
 */
export type ClinicId = string & { readonly [minted]: true }

/** For the two doors (and for tests that stand in for them): the import check refuses it elsewhere. */
export const mintClinicId = (id: string): ClinicId => id as ClinicId
