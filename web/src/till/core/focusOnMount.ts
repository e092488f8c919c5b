/** A ref for what covers the page: it takes the focus, so that keys meant for it do not land in a field behind it. */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
