/**
 * What the signed-in person may do to a repository's advisories beyond what every collaborator may.
 * Only admins and security managers change an advisory's state, make its fork and choose its
 * collaborators; the others go by the PSRT bot.
 */
export interface Rights {
  /** From the repository's `permissions.admin`; a security manager shows only by trying. */
  readonly administers: boolean;
}

export const NO_RIGHTS: Rights = { administers: false };
