/** To the first field with something wrong in it, once it has been drawn as such. */
export const focusFirstFault = (form: HTMLElement | null): void =>
  void requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid=true], [data-invalid]')?.focus())
