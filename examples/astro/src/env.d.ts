declare namespace App {
  interface Locals {
    /** Cache tags of what the page at hand is made of. */
    tags: Set<string>;
    /** Kept by nobody: a preview, a form that was sent, a page behind a password. */
    private: boolean;
  }
}
