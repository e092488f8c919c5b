let context: AudioContext | null = null;

/** Two low tones: what was just scanned did not go through, and the cashier may not be looking. */
export function warn(): void {
  try {
    context ??= new AudioContext();
    for (const [startSeconds, frequency] of [
      [0, 330],
      [0.16, 220],
    ] as const) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = frequency;
      volume.gain.value = 0.15;
      tone.connect(volume).connect(context.destination);
      tone.start(context.currentTime + startSeconds);
      tone.stop(context.currentTime + startSeconds + 0.13);
    }
  } catch {
    // A device without sound; the dialog flashes as well.
  }
}
