/** The window's commands. The only file that knows Tauri and the generated bindings. */
import { Channel } from '@tauri-apps/api/core';
import { commands, events, type FileDrag, type ProgressView } from '../generated/bindings';

export type * from '../generated/bindings';

export const api = {
  ...commands,
  commit: (ids: number[], heard: (progress: ProgressView) => void) =>
    commands.commit(ids, new Channel<ProgressView>(heard)),
  /** Files dragged over the window, and dropped on it or started with: `pending` then has their previews. */
  onDrag: async (heard: (drag: FileDrag) => void) => {
    await events.fileDrag.listen(({ payload }) => heard(payload));
  },
};

export type Api = typeof api;
