(* Noether's identity for the formula grad k W, over any commutative ring and for any W_j. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From formal Require Import definitions lemmas_matrix.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Noether.
Variables (R : comRingType) (d m p : nat).
Implicit Types (theta G : student R d m p) (W : nat -> 'M[R]_(p, m)).

Lemma telescope (T : nat -> 'M[R]_d) j : \sum_(i < j) T i - \sum_(i < j) T i.+1 = T 0%N - T j.
Proof.
elim: j => [|j IH]; first by rewrite !big_ord0 subr0 subrr.
by rewrite !big_ord_recr /= opprD addrACA IH addrA subrK.
Qed.

(* one lag: both products with A telescope *)
Lemma noether_lag theta (V : 'M[R]_(p, m)) j :
  let G := \sum_(i < j) c theta i *m V *m (b theta (j.-1 - i))^T in
  G *m (A theta)^T - (A theta)^T *m G + c theta j *m V *m (B theta)^T - (C theta)^T *m V *m (b theta j)^T = 0.
Proof.
move=> G; pose T i := c theta i *m V *m (b theta (j - i))^T.
have -> : G *m (A theta)^T = \sum_(i < j) T i.
  rewrite mulmx_suml; apply: eq_bigr => -[i ltij] _ /=.
  rewrite -mulmxA -trmx_mul -[A theta *m _]/(b theta (j.-1 - i).+1) /T.
  by case: j ltij {G T} => // j ltij; rewrite /= subSn.
have -> : (A theta)^T *m G = \sum_(i < j) T i.+1.
  rewrite mulmx_sumr; apply: eq_bigr => -[i ltij] _ /=.
  by rewrite !mulmxA /T; case: j ltij {G T} => // j ltij; rewrite /= subSS.
rewrite telescope /T subn0 subnn /= [_ - _ + _]addrAC addrK.
by rewrite /c /= subrr.
Qed.

Lemma noether_sum k W theta : let G := grad k W theta in
  A G *m (A theta)^T - (A theta)^T *m A G + B G *m (B theta)^T - (C theta)^T *m C G = 0.
Proof.
rewrite /grad /=.
rewrite !mulmx_suml !mulmx_sumr -sumrB -big_split -sumrB /=.
by apply: big1 => j _; rewrite mulmxA -[RHS](noether_lag theta (W j) j).
Qed.

End Noether.
