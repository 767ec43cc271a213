import { averaged } from './testing/averaged-method';
import { describePretext } from './testing/describe-pretext';

describePretext('a method with an averaged encoder', averaged, { momentum: 0.9 });
