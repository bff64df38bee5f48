/** 照片像不像: photographs as a browser saves them (drawn there, 160 × 120 points; once more smaller and coarser), and pictures drawn here. */
import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bitsApart } from './alike.ts';
import { likenessOf } from './likeness.ts';

const jpeg = (base64: string): Buffer => Buffer.from(base64, 'base64');
const door = jpeg(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZP' +
    'NS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAB4AKADASIAAhEBAxEB/8QAGwABAQEAAwEBAAAAAAAAAAAAAAYFAwQHAQL/xAA3' +
    'EAABAgMFBAYJBQEAAAAAAAAAAQIDBBEFBkSDwhITU5IhMYGxwdEWIjRDUVRikaMUQVJhcqH/xAAYAQEBAQEBAAAAAAAAAAAAAAAAAQMCBP/EAB4RAQEAAgICAwAAAAAAAAAAAAABETEC' +
    'AxMyEkFR/9oADAMBAAIRAxEAPwCyABi6AAAAAAAAAAAAPw6NCa7ZdEYip+yuQo/YOPfweND5kG/g8aHzIMUzHIDj38HjQ+ZBv4PGh8yDFMxyA49/B40PmQ/TIjH12HtdTrotRimX6ABA' +
    'AAAHVnrRlLP2P1cbd7yuz6qrWlK9Sf2h1fSOyPm/xv8AILhqAy/SOyPm/wAb/IekdkfN/jf5AxWoDL9I7I+b/G/yO1I2jKWht/pI283dNr1VSla060/pQYdoABAx5/2yJ2dyGwY8/wC2' +
    'ROzuQ26fZn2adYAHpYgAAGjZPvezxM40bJ972eJn2+ld8PZoAA8jcAAEtffBZmklSqvvgszSSpK0mgABQqrkY3L1EqVVyMbl6hEulSACswx5/wBsidnchsGPP+2ROzuQ26fZn2adYAHp' +
    'YgAAGjZPvezxM40bJ972eJn2+ld8PZoAA8jcAAEtffBZmklSqvvgszSSpK0mgABQqrkY3L1EqVVyMbl6hEulSACswyp2DFdNvc2G9UWnSjV+Bqg74cvjcpy4/KMLcRuDE5VG4jcGJyqb' +
    'oNPNfxx44wtxG4MTlUbiNwYnKpugea/h44wtxG4MTlU79mQ3s3u2xza0pVKfE7wOeXbeUws4YuQAGTsAAEtffBZmklSqvvgszSSpK0mgABQqrkY3L1EqVVyMbl6hEulSACswAAAD497I' +
    'bFfEc1jGpVXOWiIB9BgzN7rJgPVrXxY1OtYbOj7rQS17rJjvRrnxYNepYjOj7pUuKN4Hxj2RGI+G5r2OSqOatUU+kAAAAABLX3wWZpJUqr74LM0kqStJoAAUKq5GNy9RKlVcjG5eoRLp' +
    'UgArMAABVRqKqqiInSqqebXjt2Las06HCerZRi0Y3+X1KW15IzoF35x7Voqs2a/6VE8Ty874z7SgAO0bV3Ldi2XNNhxXq6UetHt/j9SHpKKioioqKi9SoeOHqF24zo935N7lqqQ9mv8A' +
    'lVTwOOU+1jTABwoAAJa++CzNJKlVffBZmklSVpNAAChVXIxuXqJUqrkY3L1CJdKkAFZgAA6Ntyrp2xpqXYlXvZ6qfFU6UT/h5UvQtFPYyNvNdiI+M+es1m1trWJBTrr8U8jvjUqOB9c1' +
    'zHK17Va5FoqKlFQNa57kaxqucvQiIlVU7R8TpWiHq1iSrpKx5WXelHshptJ8FXpVPupNXZuxEZGZPWkzZ2FrDgr11/ZV8iyOOVWAAOFAABLX3wWZpJUAlaTQAAoVVyMbl6gBEulSACsw' +
    'AAAABwx5SVmFrMS0GKv1sR3eIEpKy61l5aDCX6GI3uAA5gAAAAH/2Q==',
);
const doorAgain = jpeg(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06k' +
    'bl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCABgAIADASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAQGBf/EACMQAQAB' +
    'AwQCAgMAAAAAAAAAAAABAgMRBAUUYlGhErEVMUH/xAAYAQEBAQEBAAAAAAAAAAAAAAAAAQIDBP/EABkRAQEBAQEBAAAAAAAAAAAAAAABEgIRMf/aAAwDAQACEQMRAD8A7ADCgAAAAAAJ' +
    '+V09rJb8LfFAn5XT2crp7XNTUUCfldPZyunszTUUAMqAADLgvjUDLgeNQAIOe6DnunDPQA6MAAOgA87qAAy4CNAANQArI57oJ+L39N82T6z1PU4o4vf0cXv6b1Gc1OKOL39HF7+jUM1Q' +
    'A4ugADLgI0AA1ACsgAAJb25aSzV8arsTMfymMgqEtnctJeq+NN2Imf5VGFQAAAAMuAjQADUAKyAA5O9a2qjGntziZjNcx48OKr3XP5C9nzH1CRqIO1sutquZ09yczEZomfHhxVe1Z/I2' +
    'ceZ+pKNKAyoADLgI0AA1ACsgAOTvWiquY1FuJmYjFUR9uK2CW9t2lvVTVVaxVP7mmcLKMy7Wy6Kq3nUXYmJmMUxP2ss7dpbNUVU2s1R+pqnKotABB//Z',
);
const other = jpeg(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZP' +
    'NS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAB4AKADASIAAhEBAxEB/8QAGwABAAIDAQEAAAAAAAAAAAAAAAUGAwQHAQL/xAA1' +
    'EAEAAQEEBwQIBwEAAAAAAAAAAQIDBAURBhIWVIKj0RMUNWExMkRRgaGywiEiM0FCUpFx/8QAGgEBAAMBAQEAAAAAAAAAAAAAAAECAwQFBv/EACkRAQACAQIFBAAHAAAAAAAAAAABAgMR' +
    'EwQSM0FxMTJR8BQVIoGhsdH/2gAMAwEAAhEDEQA/ALkAxWAAAAAAAAAABBaTYhe7h3bulr2evr635YnPLLL0x5oLaDFd65dPRSckROjqx8JfJWLRML0KLtBiu9cunobQYrvXLp6I3YX/' +
    'AAGT5j7+y9DRwS8Wt6wmwt7evXtKtbOcojPKqY/ZvNInWNXJas1tNZ7AAqAAPYiZnKIzl43LtZatOtPrT8kxGo+KLrn+Nc5eUMvd7L3T/rKNNIV1a9d1pn1JmJ82tXRVRVlVGSRfFpZx' +
    'aUZT8JRNU6o8ezExMxPph4zSAArOmfsfH9qsLPpn7Hx/arDnye57XCdGPvcAUdK9aN+BXbi+qUmjNG/ArtxfVKTdVfSHg5upbzIAlkAA+qY1q4j3zkkUdTOVUT7pSK9ESALoAAaV6jK2' +
    '/wCxmws16nO2nyjJhZT6rACBWdM/Y+P7VYWfTP2Pj+1WHPk9z2uE6Mfe4Ao6V60b8Cu3F9UpNGaN+BXbi+qUm6q+kPBzdS3mQBLIAAbl2tdanVn1o+bTexMxOcTlKYnQSQ1bO9TEZVxn' +
    '5wy94svfP+NNYV0ZXxaWkWdGc/CGKu9Ux6kTM+bWrrqrqzqnNE2To8mZmZmfTLwGaQAFZ0z9j4/tVhZ9M/Y+P7VYc+T3Pa4Tox97gCjpXrRvwK7cX1Sk0Zo34FduL6pSbqr6Q8HN1LeZ' +
    'AEskTtNg2+cqvobTYNvnKr6Odi/Kx3JdE2mwbfOVX0NpsG3zlV9HOw5Tcl0TabBt85VfQ2mwbfOVX0c7DlNyXRNpsG3zlV9DabBt85VfRzsOU3JdE2mwbfOVX0NpsG3zlV9HOw5Tcl0T' +
    'abBt85VfQ2mwbfOVX0c7DlNyVo0kxO54j3budt2nZ62t+WYyzyy9MeUoRgu/8vgzuTJ7pe/wU64Kz5/sAUdS04NjmGXPCrG73m86lrRra1OpVOWdUz+0ebe2mwbfOVX0c+tv1ZfDsrH6' +
    'YfN58kxlt5l0TabBt85VfQ2mwbfOVX0c7FuVluSAJZgAAAAAAAAAM13/AJfBnalNdVOerOWb3tbT+3yYXxTa2sPV4bjseLFFLROsffltDV7W0/t8jtbT+3yV2bN/zPF8T/H+lt+rL4e1' +
    'TNU5z6XjorGkRDx8tove1o7yAJZgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAP/9k=',
);

const of = async (bytes: Buffer, type = 'image/jpeg'): Promise<string> => {
  const found = await likenessOf(bytes, type);
  if (found === null) throw new Error('no likeness');
  return found;
};

describe('JPEG', () => {
  test('同一个画面缩小、再压一遍：字节不同，64位里差不了几位', async () => {
    expect(door.equals(doorAgain)).toBe(false);
    expect(await of(door)).toMatch(/^[01]{64}$/);
    expect(bitsApart(await of(door), await of(doorAgain))).toBeLessThanOrEqual(6);
  });
  test('两个画面差得远', async () => {
    expect(bitsApart(await of(door), await of(other))).toBeGreaterThan(12);
  });
  test('截断的、一个字节改坏的、不是照片的：认不出就没有指纹，不出错', async () => {
    for (let length = 0; length < door.length - 2; length += 53)
      await expect(likenessOf(door.subarray(0, length), 'image/jpeg')).resolves.not.toThrow();
    for (let at = 2; at < door.length; at += 3) {
      const broken = Buffer.from(door);
      broken[at] = broken[at]! ^ 0x5a;
      await expect(likenessOf(broken, 'image/jpeg')).resolves.not.toThrow();
    }
    expect(await likenessOf(door.subarray(0, 300), 'image/jpeg')).toBeNull();
    expect(await likenessOf(Buffer.from('不是照片'), 'image/jpeg')).toBeNull();
  });
});

describe('PNG', () => {
  const chunk = (type: string, data: Buffer): Buffer => {
    const part = Buffer.alloc(12 + data.length);
    part.writeUInt32BE(data.length, 0);
    part.write(type, 4, 'latin1');
    data.copy(part, 8);
    part.writeUInt32BE(crc32(part.subarray(4, 8 + data.length)), 8 + data.length);
    return part;
  };
  /** Grey, of 144 × 96 points; `wide` and `high`: what the head says. */
  const png = (at: (x: number, y: number) => number, { wide = 144, high = 96 } = {}): Buffer => {
    const rows = Buffer.alloc(96 * 145);
    for (let y = 0; y < 96; y++) for (let x = 0; x < 144; x++) rows[y * 145 + 1 + x] = Math.round(at(x, y));
    const head = Buffer.alloc(13);
    head.writeUInt32BE(wide, 0);
    head.writeUInt32BE(high, 4);
    head.set([8, 0, 0, 0, 0], 8);
    return Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  };
  const waves = (x: number, y: number) => 120 + 60 * Math.sin(x / 14) + 50 * Math.cos(y / 11 + x / 30);

  test('亮一点、暗一点的同一个画面一样；每一格比右边的亮还是暗，自己算得出', async () => {
    const plain = await of(png(waves), 'image/png');
    const lighterOne = png((x, y) => waves(x, y) * 0.9 + 6);
    expect(bitsApart(plain, await of(lighterOne, 'image/png'))).toBeLessThanOrEqual(2);
    const lighter = (x: number, y: number) => (waves(x * 16 + 8, y * 12 + 6) < waves(x * 16 + 24, y * 12 + 6) ? '1' : '0');
    const expected = Array.from({ length: 64 }, (_, i) => lighter(i % 8, Math.floor(i / 8))).join('');
    expect(bitsApart(plain, expected)).toBeLessThanOrEqual(4);
  });
  test('一片白墙、别的种类的、太大的、说自己大得出奇的没有指纹', async () => {
    const wall = png(() => 200);
    expect(await likenessOf(wall, 'image/png')).toBeNull();
    expect(await likenessOf(png(waves), 'application/pdf')).toBeNull();
    expect(await likenessOf(Buffer.alloc(5 * 1024 * 1024), 'image/jpeg')).toBeNull();
    expect(await likenessOf(png(waves, { wide: 60_000, high: 60_000 }), 'image/png')).toBeNull();
  });
});
