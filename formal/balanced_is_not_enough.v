(* Claim balanced-is-not-enough: the cycle is balanced, fits every k <= d lags of a one-node teacher, and is wrong at
   lag d.  For d >= 3 it is not symmetric; for d = 1, 2 it is, and what is missing is k >= 2n + 1 = 3. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From formal Require Import definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Cycle.
Variables (R : comRingType) (e : nat).
Let d := e.+1.

(* A e_l = e_(l+1 mod d), B = C^T = e_0 *)
Definition cycle : student R d 1 1 :=
  (\matrix_(i < d, l < d) ((i : nat) == l.+1 %% d)%N%:R,
   \matrix_(i < d, l < 1) ((i : nat) == 0)%N%:R,
   \matrix_(l < 1, i < d) ((i : nat) == 0)%N%:R).

Lemma cycle_b j i : b cycle j i 0 = ((i : nat) == j %% d)%N%:R.
Proof.
elim: j i => [|j IH] i; first by rewrite mxE mod0n.
rewrite /b iterS -/(b cycle j) mxE (bigD1 (inord (j %% d)%N)) //= big1 => [|l ne].
  by rewrite addr0 IH inordK ?ltn_pmod // eqxx mulr1 mxE inordK ?ltn_pmod // -addn1 modnDml addn1.
rewrite IH; case: eqP => [E|_]; last by rewrite mulr0.
by rewrite -E inord_val eqxx in ne.
Qed.

Lemma cycle_h j : h cycle j = (d %| j)%N%:R%:M.
Proof.
apply/matrixP => a l; rewrite !ord1 {a l} [RHS]mxE eqxx mulr1n mxE (bigD1 0) //= big1 => [|i ne].
  by rewrite addr0 cycle_b mxE eqxx mul1r eq_sym.
by rewrite mxE (_ : (i : nat) == 0%N = false) ?mul0r //; apply: negbTE.
Qed.

Lemma cycle_balanced : Q cycle = 0.
Proof.
rewrite /Q /A /B /C /=; set M := \matrix_(i < d, l < d) _; set u := \matrix_(i < d, l < 1) _; set v := \matrix_(l < 1, i < d) _.
have -> : v = u^T by apply/matrixP => i l; rewrite !mxE.
pose shift : {perm 'I_d} := perm (@addIr _ (inZp 1 : 'I_d)).
have -> : M = (perm_mx shift)^T.
  by apply/matrixP => i l; rewrite !mxE permE -val_eqE /= modnDmr addn1 eq_sym.
by rewrite !trmxK tr_perm_mx -!perm_mxM mulgV mulVg subrr add0r subrr.
Qed.

Theorem balanced_is_not_enough : let g := teacher (fun _ : 'I_1 => 1) (fun _ => 0) in
  [/\ Q cycle = 0,
      forall j, h cycle j = (d %| j)%N%:R%:M,
      forall k, (k <= d)%N -> L k g cycle = 0,
      h cycle d != g d
    & symmetric cycle <-> (d <= 2)%N].
Proof.
have gE j : teacher (fun _ : 'I_1 => 1) (fun _ => 0 : R) j = (j == 0%N)%:R%:M.
  by rewrite /teacher big_ord1 mul1r expr0n.
split; first exact: cycle_balanced; first exact: cycle_h.
- move=> k led; apply: big1 => j _; rewrite /residual cycle_h gE.
  suff -> : (d %| j)%N = (nat_of_ord j == 0%N) by rewrite subrr /inner big1 // => i _; rewrite big1 // => l _; rewrite mxE mul0r.
  by case: (nat_of_ord j) (leq_trans (ltn_ord j) led) => [|n] lt //; rewrite gtnNdvd.
- by rewrite cycle_h gE dvdnn; apply/eqP => /matrixP/(_ 0 0)/eqP; rewrite !mxE oner_eq0.
rewrite /symmetric /transpose /cycle /A /B /C /=; split=> [[/matrixP E _ _]|small].
  rewrite leqNgt; apply/negP => large.
  have := E (inord 1) ord0; rewrite !mxE inordK ?(ltnW large) //= !modn_small ?(ltnW large) //.
  by move/eqP; rewrite eq_sym oner_eq0.
congr (_, _); first congr (_, _); apply/matrixP => i l; rewrite !mxE //; congr (_ %:R); congr nat_of_bool.
by rewrite /d in i l small *; case: e i l small => [|[|//]] i l _; case: i l => [[|[|//]] ?] [[|[|//]] ?].
Qed.

End Cycle.
