/**
 * One thing to do in a node, as data with its reason; the plan renders it into the script and never into a shell string of its own making.
 * `ip`: one line of `ip -batch`; `sysctl`: a write under /proc/sys; `nft`: text for `nft -f`; `argv`: any other program.
 */
export type NodeCommand =
  | { readonly in: string; readonly ip: readonly string[]; readonly why: string }
  | {
      readonly in: string;
      readonly sysctl: string;
      /** null: what a fresh namespace of this kernel has. */
      readonly value: string | null;
      readonly why: string;
      /** A kernel without this setting is fine: it was pinned for safety, nobody asked for it. */
      readonly ifPresent?: true;
    }
  | { readonly in: string; readonly nft: string; readonly why: string }
  | {
      readonly in: string;
      readonly argv: readonly string[];
      readonly why: string;
      /** In a build: only when every link of the lab is up. */
      readonly afterUp?: true;
    };
