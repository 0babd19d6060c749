// The made-up sound: two seconds of a soft chord as a WAV file that any player plays.

export const mockVoiceFormat = { sampleRate: 44_100, channels: 2, durationSeconds: 2 } as const;

const bytesPerSample = 2;
const headerBytes = 44;
/** A3 and E4: a fifth, so that the two channels can be told apart and still please. */
const frequencies = [220, 330] as const;
const loudness = 0.25;
const fadeSeconds = 0.25;

let made: Buffer | null = null;

/** PCM of 16 bits, little-endian, as the RIFF WAVE format lays it out. */
export function mockVoice(): Buffer {
  made ??= write();
  return made;
}

function write(): Buffer {
  const { sampleRate, channels, durationSeconds } = mockVoiceFormat;
  const frames = sampleRate * durationSeconds;
  const dataBytes = frames * channels * bytesPerSample;
  const wav = Buffer.alloc(headerBytes + dataBytes);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  // 1: plain PCM.
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(channels, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * channels * bytesPerSample, 28);
  wav.writeUInt16LE(channels * bytesPerSample, 32);
  wav.writeUInt16LE(bytesPerSample * 8, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(dataBytes, 40);
  for (let frame = 0; frame < frames; frame += 1) {
    const time = frame / sampleRate;
    const fade = Math.min(1, time / fadeSeconds, (durationSeconds - time) / fadeSeconds);
    for (const [channel, frequency] of frequencies.entries()) {
      const value = Math.sin(2 * Math.PI * frequency * time) * loudness * fade;
      wav.writeInt16LE(Math.round(value * 32_767), headerBytes + (frame * channels + channel) * bytesPerSample);
    }
  }
  return wav;
}
