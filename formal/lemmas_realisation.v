(* Transfer functions c / a of one input and one output are the responses of deg a states, and conversely. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(* Cayley-Hamilton: the columns A^j B obey the recurrence of A's characteristic polynomial *)
Section CayleyHamilton.
Variables (F : fieldType) (d m p : nat).

Lemma cayley_hamilton (theta : student F d m p) j :
  \sum_(i < d.+1) (char_poly (A theta))`_i *: b theta (i + j) = 0.
Proof.
case: theta => [[A B] C]; rewrite [definitions.A _]/=; case: d A B C => [|n] A B C.
  by apply/matrixP => -[].
have bE i : b (A, B, C) (i + j) = A ^+ i *m b (A, B, C) j.
  elim: i => [|i IH]; first by rewrite expr0 mul1mx.
  by rewrite exprS -mulmxE -mulmxA -IH.
have powers i : horner_mx A 'X^i = A ^+ i.
  by elim: i => [|i IH]; rewrite ?rmorph1 // exprS rmorphM /= horner_mx_X IH exprS.
under eq_bigr do rewrite bE scalemxAl.
rewrite -mulmx_suml; have -> : \sum_(i < n.+2) (char_poly A)`_i *: A ^+ i = horner_mx A (char_poly A).
  rewrite -[in RHS](coefK (char_poly A)) poly_def size_char_poly linear_sum /=.
  by apply: eq_bigr => i _; rewrite linearZ /= powers.
by rewrite Cayley_Hamilton mul0mx.
Qed.

Lemma response_recurrence (theta : student F d m p) j :
  \sum_(i < d.+1) (char_poly (A theta))`_i *: h theta (i + j) = 0.
Proof.
rewrite -[RHS](mulmx0 _ (C theta)) -(cayley_hamilton theta j) mulmx_sumr.
by apply: eq_bigr => i _; rewrite -scalemxAr.
Qed.

Lemma leading (theta : student F d m p) : (char_poly (A theta))`_d = 1.
Proof. by have := char_poly_monic (A theta); rewrite monicE lead_coefE size_char_poly => /eqP. Qed.

(* d responses that are 0 make all of them 0 *)
Lemma response_eq0 (theta : student F d m p) : (forall j, (j < d)%N -> h theta j = 0) -> forall j, h theta j = 0.
Proof.
move=> start j; elim/ltn_ind: j => j IH; case: (ltnP j d) => [|le]; first exact: start.
have := response_recurrence theta (j - d); rewrite big_ord_recr /= leading scale1r subnKC // big1 ?add0r // => -[i lti] _ /=.
by rewrite IH ?scaler0 // -[X in (_ < X)%N](subnKC le) ltn_add2r.
Qed.

End CayleyHamilton.

(* A sequence that obeys a recurrence of order d is the response of d states: (T_j, ..., T_(j+d-1)) *)
Section Companion.
Variables (F : fieldType) (a : {poly F}) (T : nat -> F).

Lemma recurrence_realised d : size a = d.+1 -> (forall j, \sum_(i < d.+1) a`_i * T (i + j)%N = 0) ->
  exists theta : student F d 1 1, forall j, h theta j = (T j)%:M.
Proof.
case: d => [|d] sa rec.
  have a0 : a`_0 != 0 by rewrite -[0%N]/(1%N.-1) -sa -lead_coefE lead_coef_eq0 -size_poly_gt0 sa.
  exists (0, 0, 0) => j; have /eqP := rec j; rewrite big_ord1 mulf_eq0 (negPf a0) => /eqP E.
  by apply/matrixP => i l; rewrite /h mul0mx !mxE -[j]add0n E mul0rn.
have lead : a`_d.+1 != 0 by rewrite -[d.+1]/(d.+2.-1) -sa -lead_coefE lead_coef_eq0 -size_poly_gt0 sa.
pose A : 'M[F]_d.+1 := \matrix_(i, l) if (i : nat) == d then - (a`_l / a`_d.+1) else ((l : nat) == i.+1)%:R.
pose state j : 'cV[F]_d.+1 := \col_i T (j + i)%N.
pose e : 'rV[F]_d.+1 := delta_mx 0 0; exists (A, state 0%N, e) => j.
have step i : A *m state i = state i.+1.
  apply/matrixP => l z; rewrite !mxE; case: (eqVneq (l : nat) d) => [ld|ld].
    under eq_bigr => r _ do rewrite !mxE ld eqxx mulNr mulrAC.
    rewrite sumrN -mulr_suml; apply: (mulIf lead); rewrite mulNr divfK //; apply/eqP.
    rewrite eq_sym -addr_eq0 ld addSnnS addnC [T _ * _]mulrC addrC; apply/eqP; rewrite -[RHS](rec i) [in RHS]big_ord_recr /=.
    by congr (_ + _); apply: eq_bigr => r _; rewrite addnC.
  have lt : (l.+1 < d.+1)%N by rewrite ltn_neqAle eqSS ld /= ltn_ord.
  rewrite (bigD1 (Ordinal lt)) //= big1 => [|r ne].
    by rewrite !mxE (negPf ld) /= eqxx mul1r addr0 addSnnS.
  by rewrite !mxE (negPf ld) -[_ == l.+1]/(r == Ordinal lt) (negPf ne) mul0r.
have -> : h (A, state 0%N, e) j = e *m state j.
  by rewrite /h; congr (_ *m _); elim: j => // j IH; rewrite -step -IH.
by apply/matrixP => i l; rewrite /e -rowE !mxE !ord1 addn0 eqxx mulr1n.
Qed.

End Companion.

Section Markov.
Variables (F : fieldType).
Implicit Types (a c p : {poly F}).
Let T c a j := ((c * 'X^j.+1) %/ a)`_0.

Lemma divpX_coef p a l : a != 0 -> ((p * 'X) %/ a)`_l.+1 = (p %/ a)`_l.
Proof.
move=> a0; rewrite {1}(divp_eq p a) mulrDl mulrAC divp_addl_mul // coefD coefMX /=.
rewrite [X in _ + X]nth_default ?addr0 // size_divp // leq_subLR.
rewrite (leq_trans (size_mul_leq _ _)) // size_polyX addn2 /= addnS -addSn prednK ?size_poly_gt0 //.
by rewrite (leq_trans (_ : _ < size a)%N) ?ltn_modp ?leq_addr.
Qed.

Lemma quotient_coef c a N l : a != 0 -> (l < N)%N -> ((c * 'X^N) %/ a)`_l = T c a (N - l.+1).
Proof.
move=> a0; elim: l N => [|l IH] [|N] // lt; first by rewrite subn1.
by rewrite exprSr mulrA divpX_coef // IH // subSS.
Qed.

Lemma markov_recurrence c a d j : size a = d.+1 -> \sum_(i < d.+1) a`_i * T c a (i + j) = 0.
Proof.
move=> sa; have a0 : a != 0 by rewrite -size_poly_gt0 sa.
have := congr1 (fun p : {poly F} => p`_d) (divp_eq (c * 'X^(j + d.+1)) a).
rewrite coefMXn addnS ltnS leq_addl coefD [X in _ + X]nth_default; last by rewrite -ltnS -sa ltn_modp.
rewrite addr0 mulrC coefM => E; rewrite [RHS]E; apply: eq_bigr => i _; congr (_ * _).
have le : (i <= d)%N by rewrite -ltnS.
rewrite quotient_coef // ?ltnS ?(leq_trans (leq_subr _ _)) ?leq_addl //.
by rewrite subSS -addnBA ?leq_subr // subKn // addnC.
Qed.

(* Two solutions of one recurrence agree once they agree on its order *)
Lemma recurrence_unique d a (S S' : nat -> F) : size a = d.+1 ->
  (forall j, \sum_(i < d.+1) a`_i * S (i + j)%N = 0) -> (forall j, \sum_(i < d.+1) a`_i * S' (i + j)%N = 0) ->
  (forall j, (j < d)%N -> S j = S' j) -> S =1 S'.
Proof.
move=> sa rS rS' start j; elim/ltn_ind: j => j IH; case: (ltnP j d) => [|le]; first exact: start.
have lead : a`_d != 0 by rewrite -[d]/(d.+1.-1) -sa -lead_coefE lead_coef_eq0 -size_poly_gt0 sa.
apply: (mulfI lead); have := rS (j - d)%N; rewrite -[in X in _ = X -> _](rS' (j - d)%N) !big_ord_recr /= subnKC //.
rewrite (eq_bigr (fun i : 'I_d => a`_i * S' (i + (j - d))%N)) => [/addrI //|i _].
by rewrite IH // -[X in (_ < X)%N](subnKC le) ltn_add2r.
Qed.

Lemma recurrence_markov d a (S : nat -> F) : size a = d.+1 -> (forall j, \sum_(i < d.+1) a`_i * S (i + j)%N = 0) ->
  exists2 c : {poly F}, (size c <= d)%N & S =1 T c a.
Proof.
move=> sa rec; have a0 : a != 0 by rewrite -size_poly_gt0 sa.
pose P := \poly_(l < d) S (d - l.+1)%N; pose c := (a * P) %/ 'X^d.
have sc : (size c <= d)%N.
  rewrite size_divp ?monic_neq0 ?monicXn // size_polyXn /= leq_subLR.
  rewrite (leq_trans (size_mul_leq _ _)) // sa addSn /= leq_add2l; exact: size_poly.
exists c => //; apply: (recurrence_unique sa rec) => [j|j lt]; first exact: markov_recurrence.
have Pq : (c * 'X^d) %/ a = P.
  have := divp_eq (a * P) 'X^d; rewrite -/c mulrC => E.
  have -> : c * 'X^d = P * a - (P * a) %% 'X^d by rewrite {1}E addrK.
  rewrite divp_addl_mul_small // size_opp sa ltnS -ltnS.
  by rewrite -[X in (_ < X)%N](size_polyXn F d) ltn_modp monic_neq0 ?monicXn.
have ltd : (d - j.+1 < d)%N by rewrite -subSn // subSS leq_subr.
have back : (d - (d - j.+1).+1 = j)%N by rewrite -subSn // subSS subKn // ltnW.
by have := quotient_coef c a0 ltd; rewrite Pq coef_poly ltd back.
Qed.

End Markov.

Section Degree.
Variables (F : fieldType).
Implicit Types (a b c e : {poly F}) (g : nat -> 'M[F]_1).

Lemma markov_realised c a : a != 0 -> realised_by (markov c a) (size a).-1.
Proof.
move=> a0; have sa : size a = (size a).-1.+1 by rewrite prednK // size_poly_gt0.
exact: recurrence_realised sa (fun j => markov_recurrence c j sa).
Qed.

Lemma realised_markov g n : realised_by g n ->
  exists a c, [/\ a \is monic, size a = n.+1, (size c <= n)%N & forall j, g j = markov c a j].
Proof.
move=> [theta response]; set a := char_poly (A theta); have sa : size a = n.+1 by rewrite size_char_poly.
have rec j : \sum_(i < n.+1) a`_i * (g (i + j)%N 0 0) = 0.
  have := congr1 (fun M : 'M_1 => M 0 0) (response_recurrence theta j); rewrite summxE [X in _ = X]mxE => E.
  by rewrite -[RHS]E; apply: eq_bigr => i _; rewrite mxE response.
have [c sc E] := @recurrence_markov F n a (fun j => g j 0 0) sa rec.
exists a, c; split=> // [|j]; first exact: char_poly_monic.
by rewrite [g j]mx11_scalar E.
Qed.

(* The fraction of a response of degree n is in lowest terms *)
Lemma degree_coprime g n : has_degree g n ->
  exists a c, [/\ a \is monic, size a = n.+1, (size c <= n)%N, coprimep c a & forall j, g j = markov c a j].
Proof.
move=> [real least]; have [a [c [mon sa sc E]]] := realised_markov real.
exists a, c; split=> //; have a0 := monic_neq0 mon; set q := gcdp c a.
have q0 : q != 0 by rewrite gcdp_eq0 negb_and a0 orbT.
have aE : a = (a %/ q) * q by rewrite divpK // dvdp_gcdr.
have cE : c = (c %/ q) * q by rewrite divpK // dvdp_gcdl.
have a'0 : a %/ q != 0 by apply: contraNneq a0 => z; rewrite aE z mul0r.
have : realised_by g (size (a %/ q)).-1.
  have [theta response] := markov_realised (c %/ q) a'0; exists theta => j; rewrite response E /markov.
  by rewrite [in RHS]cE [in RHS]aE mulrAC divp_pmul2r.
move/least; have sq : (0 < size q <= n.+1)%N by rewrite size_poly_gt0 q0 -sa dvdp_leq // dvdp_gcdr.
rewrite size_divp // sa -subn1 -subnDA => le.
rewrite coprimep_def -/q eqn_leq andbC; case/andP: sq => -> sq /=; rewrite leqNgt; apply/negP => gt.
move: le; rewrite addn1 prednK ?size_poly_gt0 //; case: (size q) gt sq => [|[|s]] //= _; rewrite ltnS subSS => sn.
by rewrite leqNgt ltn_subrL /= (leq_trans _ sn).
Qed.

Lemma bezout a c n : a \is monic -> size a = n.+1 -> coprimep c a ->
  exists b e, (size b <= n)%N /\ b * c - e * a = 1.
Proof.
move=> mon sa /Bezout_eq1_coprimepP [[u v] /= uv]; exists (u %% a), (- (v + (u %/ a) * c)); split.
  by rewrite -ltnS -sa ltn_modp monic_neq0.
have {1}-> : u %% a = u - u %/ a * a by rewrite {2}(divp_eq u a) addrC addKr.
by rewrite -uv; ring.
Qed.

End Degree.
