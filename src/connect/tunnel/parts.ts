import type { copyText } from '../../ui/clipboard';
import type { ErrorLine } from '../../ui/errorline';
import type { useModel } from '../../ui/hooks';
import type { Text } from '../pieces';

/** What of the panel draws here; see adr/0020. */
export interface IParts {
  readonly copyText: typeof copyText;
  readonly ErrorLine: typeof ErrorLine;
  readonly Text: typeof Text;
  readonly useModel: typeof useModel;
}
