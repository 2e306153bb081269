import {
  forgetUploads,
  type Purchases,
  takeUploads,
  type UploadHouse,
  UploadInterrupted,
  uploadsWait,
} from '../credit/mod.ts';

/** How long a file that was handed in may lie before it is read. */
const round_every_ms = 1000;

/** Reads files of baskets that were handed in, until `stop`. Of several processes one does; one that stops leaves a file where it is. */
export function keepUploads(
  house: UploadHouse & {
    readonly purchases: Purchases;
    readonly onError: (error: unknown, during: string) => void;
  },
): { readonly stop: () => Promise<void> } {
  let running: Promise<unknown> | null = forgetUploads(house)
    .catch((error) => house.onError(error, 'purchase files'))
    .finally(() => {
      running = null;
    });
  let stopped = false;
  const round = async () => {
    // Taking turns with other processes costs a connection: only where there is something to do.
    if (!(await uploadsWait(house.db))) return;
    await house.db.oneAtATime('purchase-files', () => takeUploads({ ...house, stopping: () => stopped }));
  };
  const timer = setInterval(() => {
    running ??= round()
      .catch((error) => {
        if (!(error instanceof UploadInterrupted)) house.onError(error, 'purchase files');
      })
      .finally(() => {
        running = null;
      });
  }, round_every_ms);
  return {
    stop: async () => {
      clearInterval(timer);
      stopped = true;
      await running;
      await house.purchases.idle();
    },
  };
}
