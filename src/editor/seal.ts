import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { DraftKey } from "./draftKey.ts";

/** AES-256-GCM: 12 bytes nonce, 16 bytes tag, then the content. */
const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts what may lie on a disk only so.
 *
 * @param label what it is; needed to open it, so that one thing can't be passed off as another.
 */
export async function seal(key: DraftKey, label: string, content: Uint8Array): Promise<Buffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, await key.get(), nonce);
  cipher.setAAD(Buffer.from(label));
  const body = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @throws when it was sealed by another key, as something else, or changed since. */
export async function unseal(key: DraftKey, label: string, sealed: Uint8Array): Promise<Buffer> {
  const decipher = createDecipheriv(CIPHER, await key.get(), sealed.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(label));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const body = sealed.subarray(NONCE_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]);
}
