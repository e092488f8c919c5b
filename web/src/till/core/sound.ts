let context: AudioContext | null = null;

/** Tones one after the other: when each begins, in seconds, and its frequency. */
function play(tones: readonly (readonly [number, number])[], loudness: number): void {
  try {
    context ??= new AudioContext();
    for (const [startSeconds, frequency] of tones) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = frequency;
      volume.gain.value = loudness;
      tone.connect(volume).connect(context.destination);
      tone.start(context.currentTime + startSeconds);
      tone.stop(context.currentTime + startSeconds + 0.13);
    }
  } catch {
    // A device without sound; whatever is said is shown as well.
  }
}

/** Two low tones: what was just scanned did not go through, and the cashier may not be looking. */
export function warn(): void {
  play(
    [
      [0, 330],
      [0.16, 220],
    ],
    0.15,
  );
}

/** Two rising tones: money came in. */
export function chime(): void {
  play(
    [
      [0, 660],
      [0.14, 880],
    ],
    0.12,
  );
}
