// Format 1 of the vault, the side that seals. Its twin is foundation/vault/wire.py; tests/slices/vectors hold both to the same bytes.
// Public keys only: what is sealed here, this page cannot open again.
import { Chacha20Poly1305, CipherSuite, HkdfSha256, XWing, xchacha20poly1305 } from "./vendor/sealing.js";

const FORMAT = 1;
const KEY_BYTES = 32;
const NONCE_BYTES = 24;
const SMALLEST_CLASS = 1024;
const SUITE_NAME = "HPKE-MLKEM768-X25519-HKDF-SHA256-CHACHA20POLY1305";
const utf8 = new TextEncoder();

export const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });

/** Content and its fresh key, sealed for the row that Ref, kind and version name: what the server stores as it is. */
export async function seal(content, { publicKey, row }) {
  const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = { content: encryptContent(content, { key, nonce, row }), key: await sealKey(key, { publicKey, row }) };
  key.fill(0);
  return sealed;
}

/** `01 | nonce | XChaCha20-Poly1305` of the content, padded to its size class. */
export function encryptContent(content, { key, nonce, row }) {
  const box = xchacha20poly1305(key, nonce, contentData(row)).encrypt(padded(content));
  return joinBytes([Uint8Array.of(FORMAT), nonce, box]);
}

/** `01 | HPKE enc | ChaCha20-Poly1305` of an item's key, for whoever holds the private half. */
export async function sealKey(key, { publicKey, row }) {
  const recipientPublicKey = await suite.kem.deserializePublicKey(publicKey);
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: await itemKeyInfo(publicKey, row) }, key);
  return joinBytes([Uint8Array.of(FORMAT), new Uint8Array(enc), new Uint8Array(ct)]);
}

/** The associated data of an item's content. */
export function contentData({ ref, kind, version }) {
  return joined([utf8.encode("firsthand content"), utf8.encode(ref), utf8.encode(kind), Uint8Array.of(version >> 8, version & 255)]);
}

/** The HPKE info of an item's key. */
export async function itemKeyInfo(publicKey, row) {
  const fingerprint = new Uint8Array(await crypto.subtle.digest("SHA-256", publicKey));
  return joined([utf8.encode("firsthand item key"), utf8.encode(SUITE_NAME), fingerprint, contentData(row)]);
}

/** ISO 7816-4, as libsodium pads: 80, then zeros, up to the next power of two from 1 KiB. */
export function padded(content) {
  const whole = new Uint8Array(sizeClass(content.length));
  whole.set(content);
  whole[content.length] = 0x80;
  return whole;
}

export function sizeClass(length) {
  let size = SMALLEST_CLASS;
  while (size <= length) {
    size *= 2;
  }
  return size;
}

/** Each part behind its length, so that no two lists of parts give the same bytes. */
function joined(parts) {
  return joinBytes([Uint8Array.of(FORMAT), ...parts.flatMap((part) => [fourBytes(part.length), part])]);
}

function fourBytes(number) {
  return Uint8Array.of(number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255);
}

function joinBytes(pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export function toText(bytes) {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_");
}

export function fromText(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}
