/** A choice of the box: what is compared, the hours of its pretraining, and what it saves at each number of labels. */
export interface WorthChoice {
  name: string;
  hours: number;
  at: WorthRow[];
}

/**
 * Number of labels; the text of labels saved with its interval, or why there is none; labels saved and the ends of the interval, which
 * are null where there are none; whether these three are bounds, of more (`>`) or fewer labels (`<`).
 */
export type WorthRow = [
  n: number,
  text: string,
  saved: number | null,
  low: number | null,
  high: number | null,
  bounds: [saved: '' | '>' | '<', low: '' | '<', high: '' | '>'],
];

/**
 * Fills the box `#worth-box` from the JSON in `#worth-data` whenever an input changes: the price of a label at which pretraining breaks
 * even is hours · price of an hour / labels saved, and what it gains labels saved · price of a label − hours · price of an hour. Without
 * this script the box is hidden and the table says the same for the budgets. It holds no `<`, which would end it early.
 */
export const worthScript = `(function () {
  var box = document.getElementById('worth-box');
  var choices = JSON.parse(document.getElementById('worth-data').textContent);
  var part = function (name) { return box.querySelector('[name=' + name + ']'); };
  var out = box.querySelector('output');
  var money = function (value) {
    var size = Math.abs(value);
    var text = size >= 0.995 || size === 0 ? size.toFixed(2) : size.toPrecision(2);
    if (0.0001 > size) text = size === 0 ? '0' : size.toExponential(1);
    return (0 > value ? '\\u2212' : '') + text;
  };
  var more = String.fromCharCode(62), less = String.fromCharCode(60);
  var other = {}; other[more] = less + ' '; other[less] = more + ' '; other[''] = '';
  var at = function (spent, labels, bound) { return labels > 0 ? other[bound] + money(spent / labels) : 'no price'; };
  var gain = function (labels, bound, label, spent) { return (bound === '' ? '' : bound + ' ') + money(labels * label - spent); };
  var hasNumber = function (row) { return row[2] !== null; };
  var fillBudgets = function () {
    var chosen = part('n').value;
    var rows = choices[part('choice').value].at;
    part('n').textContent = '';
    rows.forEach(function (row) { part('n').add(new Option(row[0].toLocaleString('en'), row[0])); });
    if (chosen === '') chosen = part('n').getAttribute('data-first');
    var same = rows.some(function (row) { return String(row[0]) === chosen; });
    var first = rows.find(hasNumber) || rows[0];
    part('n').value = same ? chosen : first[0];
  };
  var show = function () {
    var choice = choices[part('choice').value];
    var row = choice.at.find(function (one) { return String(one[0]) === part('n').value; });
    var label = Number(part('label').value), spent = choice.hours * Number(part('hour').value);
    var text = row[1];
    var valid = label >= 0 && Number(part('hour').value) >= 0 && part('label').value !== '' && part('hour').value !== '';
    if (row[2] !== null && valid) {
      var ends = row[3] === null ? '' : ' (interval: ' + at(spent, row[4], row[5][2]) + ' to ' + at(spent, row[3], row[5][1]) + ')';
      var gains = row[3] === null ? '' : ' (interval: ' + gain(row[3], row[5][1], label, spent) + ' to ' + gain(row[4], row[5][2], label, spent) + ')';
      var none = row[5][0] === more ? 'at a price that cannot be told' : 'at no price of a label' + (row[4] > 0 ? ends : '');
      var even = row[2] > 0 ? 'where a label costs ' + at(spent, row[2], row[5][0]) + ends : none;
      if (0 > spent) {
        var any = row[5][0] === less ? 'at prices that cannot be told' : 'at every price of a label';
        text += ' Its computing costs ' + money(-spent) + ' less than that of scratch. It pays ' + (0 > row[2] ? 'where a label costs less than ' + money(spent / row[2]) : any) + '.';
      } else text += ' The pretraining costs ' + money(spent) + '. It breaks even ' + even + '.';
      text += ' At ' + money(label) + ' a label it gains ' + gain(row[2], row[5][0], label, spent) + gains + '.';
    }
    out.textContent = text;
  };
  box.addEventListener('input', function (event) {
    if (event.target === part('choice')) fillBudgets();
    show();
  });
  var first = choices.findIndex(function (choice) { return choice.at.some(hasNumber); });
  var asked = Number(part('choice').getAttribute('data-first'));
  part('choice').value = asked >= 0 ? asked : Math.max(0, first);
  fillBudgets();
  show();
  box.hidden = false;
})();`;
