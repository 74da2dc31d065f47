// What the sealing module of intake uses of its libraries; esbuild bundles this into one file that needs nothing else.
export { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
export { CipherSuite, HkdfSha256 } from "@hpke/core";
export { XWing } from "@hpke/hybridkem-x-wing";
export { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
