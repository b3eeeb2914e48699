'use strict';
// A small Lisp whose programs recurse: derivatives, queens, sorting, printing.
const read = (text) => {
  const words = text.match(/[()]|[^\s()]+/g);
  const form = () => {
    const word = words.shift();
    if (word !== '(') return isNaN(word) ? Symbol.for(word) : +word;
    const list = [];
    while (words[0] !== ')') list.push(form());
    words.shift();
    return list;
  };
  const forms = [];
  while (words.length) forms.push(form());
  return forms;
};
class Scope {
  constructor(names, values, outer) { this.map = new Map(names.map((n, i) => [n, values[i]])); this.outer = outer; }
  find(name) { return this.map.has(name) ? this.map.get(name) : this.outer.find(name); }
  define(name, value) { this.map.set(name, value); return value; }
}
const special = {
  define: (form, scope) => scope.define(form[1], evaluate(form[2], scope)),
  if: (form, scope) => evaluate(evaluate(form[1], scope) ? form[2] : form[3], scope),
  lambda: (form, scope) => (...values) => evaluate(form[2], new Scope(form[1], values, scope)),
  let: (form, scope) => evaluate(form[2], new Scope([form[1][0]], [evaluate(form[1][1], scope)], scope)),
  quote: (form) => form[1],
};
function evaluate(form, scope) {
  if (typeof form === 'symbol') return scope.find(form);
  if (!Array.isArray(form)) return form;
  const rule = typeof form[0] === 'symbol' && special[Symbol.keyFor(form[0])];
  return rule ? rule(form, scope) : apply(evaluate(form[0], scope), form.slice(1).map((f) => evaluate(f, scope)));
}
function apply(f, values) { return f(...values); }
function print(value) {
  return Array.isArray(value) ? `(${value.map(print).join(' ')})` : typeof value === 'symbol' ? Symbol.keyFor(value) : String(value);
}
const base = { '+': (a, b) => a + b, '-': (a, b) => a - b, '*': (a, b) => a * b, '=': (a, b) => a === b, '<': (a, b) => a < b, abs: Math.abs,
  car: (l) => l[0], cdr: (l) => l.slice(1), cons: (a, l) => [a, ...l], list: (...all) => all, 'null?': (l) => l.length === 0, 'pair?': Array.isArray };
const library = `
(define map (lambda (f l) (if (null? l) l (cons (f (car l)) (map f (cdr l))))))
(define fold (lambda (f z l) (if (null? l) z (f (car l) (fold f z (cdr l))))))
(define keep (lambda (p l) (fold (lambda (x rest) (if (p x) (cons x rest) rest)) (quote ()) l)))
(define join (lambda (a b) (fold cons b a)))
(define sort (lambda (l) (if (null? l) l (let (p (car l)) (join (sort (keep (lambda (x) (< x p)) (cdr l))) (cons p (sort (keep (lambda (x) (if (< x p) 0 1)) (cdr l)))))))))
(define derive (lambda (e) (if (pair? e) (if (= (car e) (quote plus)) (list (quote plus) (derive (car (cdr e))) (derive (car (cdr (cdr e)))))
  (list (quote plus) (list (quote times) (derive (car (cdr e))) (car (cdr (cdr e)))) (list (quote times) (car (cdr e)) (derive (car (cdr (cdr e))))))) (if (= e (quote x)) 1 0))))
(define safe (lambda (q d board) (if (null? board) 1 (if (= q (car board)) 0 (if (= (abs (- q (car board))) d) 0 (safe q (+ d 1) (cdr board)))))))
(define queens (lambda (n k board) (if (= k 0) 1 (fold + 0 (map (lambda (q) (if (= (safe q 1 board) 1) (queens n (- k 1) (cons q board)) 0)) n)))))`;
function main(rounds) {
  const scope = new Scope(Object.keys(base).map((n) => Symbol.for(n)), Object.values(base), null);
  let size = 0;
  for (const form of read(library)) evaluate(form, scope);
  for (let k = 0; k < rounds; k++) {
    const programs = `(sort (quote (${Array.from({ length: 9 }, (_, i) => (i * 7919 + k) % 101).join(' ')})))
      (derive (derive (quote (times (plus x ${k}) (times x (plus x (times 3 x)))))))
      (queens (quote (1 2 3 4 5)) 5 (quote ()))`;
    for (const form of read(programs)) size += print(evaluate(form, scope)).length;
  }
  return size;
}
console.log(main(+process.argv[2] || 60));
