/** Loaded when a message is made: activation has no use for it. */
export { default as MimeNode } from "nodemailer/lib/mime-node";
