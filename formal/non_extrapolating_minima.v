(* non-extrapolating-minima.  One input, one output, over any field.  Let g have degree n <= (k + 1) / 2.

   non_extrapolating_minima:  for every width d >= k + 1 - n and every number y there is a student with h_j = g_j for
     j < k (so L = 0) and h_k = y.
   lowest_terms:  g is the response of a fraction c / a in lowest terms with a monic of degree n, and b c - e a = 1 for
     some b, e with deg b < n.
   non_extrapolating_fraction:  the student is H = (x^(k+1-2n) c - delta e) / (x^(k+1-2n) a - delta b),
     delta = y - g_k; H is proper, and for y = g_k it is the teacher. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions lemmas_padding lemmas_realisation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Fraction.
Variables (F : fieldType) (n k : nat) (a b c e : {poly F}) (delta : F).
Hypotheses (mon : a \is monic) (size_a : size a = n.+1) (size_b : (size b <= n)%N).
Hypotheses (bezout : b * c - e * a = 1) (size_c : (size c <= n)%N) (lags : (2 * n <= k + 1)%N).
Let s := (k + 1 - 2 * n)%N.
Let M := 'X^s * c - delta *: e.
Let D := 'X^s * a - delta *: b.

Lemma two_n : (n + n <= k + 1)%N.
Proof. by move: lags; rewrite mulSn mul1n. Qed.

Lemma one_n : (n <= k + 1)%N.
Proof. by rewrite (leq_trans _ two_n) // leq_addr. Qed.

Lemma size_D : size D = (k + 1 - n).+1 /\ D \is monic.
Proof.
have sXa : size ('X^s * a) = (s + n).+1 by rewrite size_mul ?monic_neq0 ?monicXn // size_polyXn size_a addSn /= addnS.
have lt : (size (- (delta *: b))%R < size ('X^s * a)%R)%N.
  by rewrite size_opp sXa ltnS (leq_trans (size_scale_leq _ _)) // (leq_trans size_b) // leq_addl.
have sn : (s + n = k + 1 - n)%N by rewrite /s mulSn mul1n subnDA subnK // -(leq_add2l n) subnKC ?one_n ?two_n.
split; first by rewrite size_addl // sXa sn.
by rewrite monicE lead_coefDl // lead_coefM lead_coefXn mul1r.
Qed.

Lemma difference N : a * (M * 'X^N - D * ((c * 'X^N) %/ a)) = D * ((c * 'X^N) %% a) + delta *: 'X^N.
Proof.
have E := divp_eq (c * 'X^N) a; set q := _ %/ a in E *; set r := _ %% a in E *.
have -> : r = c * 'X^N - q * a by rewrite E addrC addKr.
rewrite /M /D -!mul_polyC; have -> : delta%:P * 'X^N = delta%:P * 'X^N * (b * c - e * a) by rewrite bezout mulr1.
by ring.
Qed.

Lemma size_remainder (p : {poly F}) : (size (a * p)%R <= k + 1)%N -> (size p < size D)%N.
Proof.
rewrite size_D.1; have [->|p0] := eqVneq p 0; first by rewrite size_poly0.
rewrite size_mul ?(monic_neq0 mon) // size_a addSn /= => le.
by rewrite ltnS -(leq_add2l n) subnKC ?one_n.
Qed.

Lemma size_Dr N : (size (D * ((c * 'X^N) %% a))%R <= k + 1)%N.
Proof.
have [sD _] := size_D; rewrite (leq_trans (size_mul_leq _ _)) // sD addSn /=.
have : (size ((c * 'X^N) %% a)%R <= n)%N by rewrite -ltnS -size_a ltn_modp monic_neq0.
rewrite -(leq_add2l (k + 1 - n)) => le; by rewrite (leq_trans le) // subnK ?one_n.
Qed.

Lemma quotient N (t : F) : (size (D * ((c * 'X^N) %% a) + delta *: 'X^N - t *: (a * D))%R <= k + 1)%N ->
  (M * 'X^N) %/ D = (c * 'X^N) %/ a + t%:P.
Proof.
move=> le; pose q := (c * 'X^N) %/ a + t%:P.
have lt : (size (M * 'X^N - D * q)%R < size D)%N.
  apply: size_remainder; move: le; rewrite -difference; congr (size (polyseq _) <= _)%N.
  have alg (m r u v : {poly F}) : a * (m - r * u) - v * (a * r) = a * (m - r * (u + v)) by ring.
  by rewrite -[t *: _]mul_polyC; exact: alg.
have -> : M * 'X^N = q * D + (M * 'X^N - D * q) by rewrite [q * D]mulrC addrC subrK.
exact: divp_addl_mul_small.
Qed.

Lemma agrees j : (j < k)%N -> markov M D j = markov c a j.
Proof.
move=> lt; rewrite /markov (@quotient _ 0) ?addr0 // scale0r subr0.
rewrite (leq_trans (size_add _ _)) // geq_max size_Dr (leq_trans (size_scale_leq _ _)) // size_polyXn.
by rewrite addn1.
Qed.

Lemma strays : markov M D k = markov c a k + delta%:M.
Proof.
rewrite /markov (@quotient _ delta); first by rewrite coefD coefC raddfD.
have [sD mD] := size_D.
rewrite -addrA -scalerBr (leq_trans (size_add _ _)) // geq_max size_Dr (leq_trans (size_scale_leq _ _)) //.
have saD : size (a * D) = k.+2.
  rewrite size_mul ?(monic_neq0 mon) ?(monic_neq0 mD) // size_a sD addSn /= addnS subnKC ?addn1 ?one_n //.
  by rewrite -addn1 one_n.
have maD : a * D \is monic by rewrite monicMl.
apply/leq_sizeP => j; rewrite leq_eqVlt addn1 => /predU1P [<-|lt].
  by rewrite coefB coefXn eqxx; move/monicP: maD; rewrite lead_coefE saD /= => ->; rewrite subrr.
by rewrite coefB coefXn gtn_eqF // nth_default ?subr0 // saD.
Qed.

Lemma proper : (size M < size D)%N.
Proof.
have [-> _] := size_D; rewrite ltnS.
have sn : (s + n = k + 1 - n)%N by rewrite /s mulSn mul1n subnDA subnK // -(leq_add2l n) subnKC ?one_n ?two_n.
rewrite (leq_trans (size_add _ _)) // geq_max size_opp -sn; apply/andP; split.
  rewrite (leq_trans (size_mul_leq _ _)) // size_polyXn addSn /= leq_add2l size_c //.
rewrite (leq_trans (size_scale_leq _ _)) //; have [->|e0] := eqVneq e 0; first by rewrite size_poly0.
have : (size (e * a)%R <= maxn (n + n).-1 1)%N.
  have -> : e * a = b * c - 1 by rewrite -bezout opprB addrC subrK.
  rewrite (leq_trans (size_add _ _)) // size_opp size_poly1 geq_max leq_maxr andbT leq_max.
  by rewrite (leq_trans (size_mul_leq _ _)) // -!subn1 leq_sub2r // leq_add.
rewrite size_mul ?(monic_neq0 mon) // size_a addnS /=.
case: (posnP n) => [n0|pos] le; last first.
  rewrite (leq_trans _ (leq_addl s n)) // -(leq_add2r n) (leq_trans le) // geq_max leq_pred.
  by rewrite (leq_trans pos) // leq_addr.
move: le; rewrite n0 !addn0 /= => le; rewrite (leq_trans le) //.
by rewrite /s n0 muln0 subn0 addn1.
Qed.

End Fraction.

Lemma loss_of_fit (F : comRingType) d m p k (theta : student F d m p) g :
  (forall j, (j < k)%N -> h theta j = g j) -> L k g theta = 0.
Proof.
move=> fit; apply: big1 => j _; rewrite /residual fit // subrr /inner.
by apply: big1 => i _; apply: big1 => l _; rewrite mxE mul0r.
Qed.

Section NonExtrapolatingMinima.
Variables (F : fieldType) (g : nat -> 'M[F]_1) (n k d : nat) (y : F).

Theorem lowest_terms : has_degree g n ->
  exists a b c e : {poly F},
    [/\ a \is monic /\ size a = n.+1, coprimep c a /\ (size c <= n)%N, forall j, g j = markov c a j,
        b * c - e * a = 1 & (size b <= n)%N].
Proof.
move=> /degree_coprime [a [c [mon sa sc co gE]]]; have [b [e [sb bc]]] := bezout mon sa co.
by exists a, b, c, e.
Qed.

Theorem non_extrapolating_fraction (a b c e : {poly F}) :
  a \is monic -> size a = n.+1 -> (size c <= n)%N -> (forall j, g j = markov c a j) ->
  b * c - e * a = 1 -> (size b <= n)%N ->
  (2 * n <= k + 1)%N -> (k + 1 - n <= d)%N ->
  let delta := y - g k 0 0 in
  let H_numerator := 'X^(k + 1 - 2 * n) * c - delta *: e in
  let H_denominator := 'X^(k + 1 - 2 * n) * a - delta *: b in
  [/\ (size H_numerator < size H_denominator)%N,
      y = g k 0 0 -> forall j, markov H_numerator H_denominator j = g j
    & exists theta : student F d 1 1,
        [/\ forall j, h theta j = markov H_numerator H_denominator j, L k g theta = 0 & h theta k = y%:M]].
Proof.
move=> mon sa sc gE bc sb lags width delta M D.
have [sD mD] := size_D delta mon sa sb lags; have := proper delta mon sa sb bc sc lags.
split=> // [yE j|].
  by rewrite gE /M /D /delta yE subrr !scale0r !subr0 /markov -mulrA divp_pmul2l ?monic_neq0 ?monicXn.
have [theta0 response0] := markov_realised M (monic_neq0 mD).
have le : ((size D).-1 <= d)%N by rewrite sD.
have [theta response] := padding theta0 le.
have E j : h theta j = markov M D j by rewrite response response0.
exists theta; split=> //; first by apply: loss_of_fit => j lt; rewrite E gE (agrees delta mon sa sb bc lags).
rewrite E (strays delta mon sa sb bc lags) -gE; apply/matrixP => i j.
by rewrite !ord1 !mxE eqxx !mulr1n /delta addrC subrK.
Qed.

Theorem non_extrapolating_minima : has_degree g n -> (2 * n <= k + 1)%N -> (k + 1 - n <= d)%N ->
  exists2 theta : student F d 1 1, L k g theta = 0 & h theta k = y%:M.
Proof.
move=> /lowest_terms [a [b [c [e [[mon sa] [_ sc] gE bc sb]]]]] lags width.
have [_ _ [theta [_ L0 hk]]] := non_extrapolating_fraction mon sa sc gE bc sb lags width.
by exists theta.
Qed.

End NonExtrapolatingMinima.
